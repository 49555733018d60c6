import { openDataset } from '../../src/data/dataset';
import { parseModelName } from '../../src/models/modelName';
import { createRecordStore } from '../../src/runs/recordStore';
import type { RunSpecification } from '../../src/runs/specification';
import { trainRuns } from '../../src/runs/trainRuns';
import { tinyHyperparameters } from '../tinyRegion';

/**
 * Real trainings of some steps on a tiny folder: two joint models, a CNN, and a readout on a frozen
 * encoder.
 */
export async function tinyRuns(folder: string): Promise<RunSpecification[]> {
  const { identity } = await openDataset(folder);
  const run = (model: string, task: 'IR' | 'NRS', seed = 1): RunSpecification => ({
    ...parseModelName(model),
    ...{
      task,
      seed,
      dataset: identity.name,
      dataFingerprint: identity.fingerprint,
      region: 3,
      preset: 'smoke',
      neurons: 'all',
    },
    hyperparameters: { ...tinyHyperparameters, maxSteps: 20 },
  });
  const frozenEncoder = {
    mapping: 'fitted afterwards',
    readout: null,
    layer: null,
    hyperparameters: tinyHyperparameters,
  } as const;
  return [
    run('CAE-FR2', 'IR'),
    run('CAE-FR2', 'IR', 2),
    run('CNN-FR2', 'NRS'),
    { ...run('CAE-FR2', 'NRS'), frozenEncoder },
  ];
}

/** A pool of its own process: `tinyPool.ts DATA RECORDS`; says which runs it trained. */
async function main([data, records]: string[]): Promise<void> {
  await trainRuns(await tinyRuns(data), {
    store: createRecordStore(records, { onProblem: (sentence) => console.log(sentence) }),
    data: { name: data },
    workers: 2,
    onEvent: (event) => {
      if (event.kind === 'ended') console.log(`ended ${event.run.hash} ${event.by}`);
    },
  });
}

if (require.main === module) void main(process.argv.slice(2));
