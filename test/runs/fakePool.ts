import { join } from 'node:path';
import { createRecordStore } from '../../src/runs/recordStore';
import { trainRuns } from '../../src/runs/trainRuns';
import { seeded } from './tinyRun';

export const fakeWorkerScript = join(__dirname, 'fakeWorker.ts');

/**
 * A pool of its own process, to be killed: `fakePool.ts FOLDER SEED,SEED,...`; prints each run as
 * it starts and ends.
 */
async function main([folder, seeds]: string[]): Promise<void> {
  const records = await trainRuns(seeds.split(',').map(Number).map(seeded), {
    store: createRecordStore(folder),
    data: { name: 'tiny' },
    workers: 2,
    workerScript: fakeWorkerScript,
    onEvent: (event) => {
      if (event.kind !== 'progress') {
        process.stdout.write(
          `${event.kind} ` +
            `${event.run.specification.seed}${event.kind === 'ended' ? ` ${event.by}` : ''}\n`,
        );
      }
    },
  });
  process.stdout.write(`records ${records.size}\n`);
}

if (require.main === module) {
  void main(process.argv.slice(2));
}
