import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkStore, notebookScenario, reproduceScenario, withTinyData } from './killScenarios';
import { knowsFamilies, startFamily } from './processes';
import { recordWrites } from './recordWrites';

test('two reproduce, a notebook that trains and two pools on one store: every run is trained once, all see the same', {
  skip: !knowsFamilies && 'Linux only',
}, async (context) => {
  await withTinyData(async (data) => {
    const folder = mkdtempSync(join(tmpdir(), 'one-store-'));
    const records = join(folder, 'records');
    const saved = (name: string): string => join(folder, name);
    const reproduce = reproduceScenario(data);
    const notebook = notebookScenario(data);
    try {
      const writes = await recordWrites(records, async () => {
        const families = [
          ...['first', 'second'].map((name) => reproduce.start(folder, saved(name))),
          notebook.start(folder, saved('notebook')),
          ...[1, 2].map(() => startFamily('test/long/tinyPool.ts', [data, records])),
        ];
        for (const { status, output } of await Promise.all(families.map(({ end }) => end)))
          assert.equal(status, 0, output);
      });
      context.diagnostic(
        `writes: ${[...writes].map(([name, count]) => `${name} ${count}`).join(', ')}`,
      );
      checkStore(records);
      assert.ok(writes.size >= 5);
      assert.deepEqual(
        [...writes.values()].filter((count) => count !== 1),
        [],
      );
      for (const name of ['ceilings.csv', 'table7.csv']) {
        assert.equal(
          readFileSync(join(saved('first'), name), 'utf8'),
          readFileSync(join(saved('second'), name), 'utf8'),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
