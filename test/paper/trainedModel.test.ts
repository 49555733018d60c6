import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../src/errors';
import { createNetwork } from '../../src/models/network';
import { openPlan } from '../../src/paper/specify';
import { trainedModel } from '../../src/paper/trainedModel';
import type { RunRecord } from '../../src/runs/record';
import type { RecordLibrary } from '../../src/runs/recordLibrary';
import type { RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { placeholderNeurons } from '../placeholderNeurons';
import { tinyRegion } from '../tinyRegion';

const region = tinyRegion();
const plan = openPlan({ identity: region.dataset, regions: [1] }, 'smoke');
const { initial } = createNetwork('CAE-FR2').initialise(placeholderNeurons(3), 1);

/** Records of everything, and weights of the runs that are kept. */
function keeping(isKept: (run: RunSpecification) => boolean): {
  readonly records: Pick<RecordLibrary, 'find' | 'weights'>;
  readonly opened: RunSpecification[];
} {
  const known = new Map<string, RunSpecification>();
  const opened: RunSpecification[] = [];
  return {
    opened,
    records: {
      find: (run) => {
        known.set(specificationHash(run), run);
        return { status: 'finished', hash: specificationHash(run) } as RunRecord;
      },
      weights: (hash) => {
        const run = known.get(hash)!;
        if (!isKept(run)) return undefined;
        opened.push(run);
        return initial;
      },
    },
  };
}

test('a model by its name: of this preset where it was trained, else of the full protocol', async () => {
  const all = keeping(() => true);
  const model = await trainedModel(plan, all.records, 'CAE-FR2', { region: 1 });
  assert.deepEqual(model.predict!(region.testImages).shape, [6, 3]);
  assert.deepEqual(model.reconstruct!(region.testImages).shape, [6, 32, 32, 1]);
  assert.deepEqual([all.opened[0].preset, all.opened[0].task], ['smoke', 'IR']);
  const shipped = keeping(({ preset, seed }) => preset === 'paper' && seed > 1);
  await trainedModel(plan, shipped.records, 'CAE-FR2', { region: 1, task: 'NRS' });
  const [{ preset, seed, task }] = shipped.opened;
  assert.deepEqual([preset, seed, task], ['paper', 2, 'NRS']);
});

test('a model that nobody has kept, and a region that does not exist, end in a sentence', async () => {
  const { records } = keeping(() => false);
  const of = (name: string, choice: { region: number; seed?: number }) =>
    trainedModel(plan, records, name, choice);
  await assert.rejects(of('CNN-FR2', { region: 1, seed: 3 }), {
    name: 'UserError',
    message: /^Nobody has kept .* NRS in region 1, seed 3: npm run train -- --model CNN-FR2 .*3 t/,
  });
  await assert.rejects(of('CNN-FR2', { region: 7 }), /no region 7: it has 1/);
  await assert.rejects(of('CNN', { region: 1 }), UserError);
});
