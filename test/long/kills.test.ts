import { appendFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { createRandom } from '../../src/data/random';
import {
  downloadScenario,
  killRepeatedly,
  notebookScenario,
  poolScenario,
  reproduceScenario,
  withSlowServer,
  withTinyData,
  type Scenario,
} from './killScenarios';
import { knowsFamilies } from './processes';

// A hundred kills. DAE_NR_KILL_LOG names a file for a line about each.
const counts = { download: 60, pool: 24, notebook: 10, reproduce: 6 } as const;
const skip = !knowsFamilies && 'descendants of a process are found on Linux only';

async function kill(context: TestContext, scenario: Scenario, times: number): Promise<void> {
  await killRepeatedly(scenario, times, createRandom(1, `kills of ${scenario.name}`), (line) => {
    context.diagnostic(line);
    if (process.env.DAE_NR_KILL_LOG !== undefined)
      appendFileSync(process.env.DAE_NR_KILL_LOG, `${line}\n`);
  });
}

test('the download', { skip }, (context) =>
  withSlowServer((url) => kill(context, downloadScenario(url), counts.download)),
);
test('the pool and its workers', { skip }, (context) =>
  withTinyData((data) => kill(context, poolScenario(data), counts.pool)),
);
test('the execution of a notebook', { skip }, (context) =>
  withTinyData((data) => kill(context, notebookScenario(data), counts.notebook)),
);
test('reproduce', { skip }, (context) =>
  withTinyData((data) => kill(context, reproduceScenario(data), counts.reproduce)),
);
