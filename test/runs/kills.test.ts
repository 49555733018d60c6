import { test } from 'node:test';
import { createRandom } from '../../src/data/random';
import {
  downloadScenario,
  killRepeatedly,
  pretendingPool,
  withSlowServer,
} from '../long/killScenarios';
import { knowsFamilies } from '../long/processes';

// The hundred kills, of real trainings, notebooks and reproduce too, are in test/long.
const skip = !knowsFamilies && 'descendants of a process are found on Linux only';

test('a download, killed at any moment, is finished by the next', { skip }, (context) =>
  withSlowServer((url) =>
    killRepeatedly(downloadScenario(url), 2, createRandom(2, 'kills'), (line) =>
      context.diagnostic(line),
    ),
  ),
);

test(
  'a pool or a worker, killed at any moment, leaves whole records, and the next finishes',
  { skip },
  (context) =>
    killRepeatedly(pretendingPool, 3, createRandom(2, 'kills'), (line) => context.diagnostic(line)),
);
