import type { Dataset } from '../data/region';
import { UserError } from '../errors';
import { executeRun, type Trainer } from './executeRun';
import { createRecordStore } from './recordStore';
import type { DataSource, RunRequest, WorkerMessage } from './runWorkerProcess';

/**
 * Makes this process a worker: it trains what its parent asks for, one run after the other, and
 * ends with its parent.
 */
export function serveRuns({
  openDataset,
  trainer,
}: {
  readonly openDataset: (source: DataSource) => Promise<Dataset>;
  readonly trainer: Trainer;
}): void {
  // A parent asks for one data set only.
  let dataset: Promise<Dataset> | undefined;

  process.on('message', (request: RunRequest) => void answer(request));
  // The parent is gone, even by kill -9: nobody waits for this run any more.
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C reaches the whole process group; the parent decides what becomes of its workers.
  process.on('SIGINT', () => undefined);
  send({ kind: 'ready' });

  async function answer({ specification, data, recordsFolder }: RunRequest): Promise<void> {
    try {
      dataset ??= openDataset(data);
      const { loadRegion } = await dataset;
      await executeRun(specification, await loadRegion(specification.region), {
        trainer,
        store: createRecordStore(recordsFolder),
        onProgress: (progress) => send({ kind: 'progress', progress }),
      });
      send({ kind: 'done' });
    } catch (error) {
      send({
        kind: 'error',
        message: error instanceof Error ? error.message : String(error),
        isUserError: error instanceof UserError,
      });
    }
  }
}

function send(message: WorkerMessage): void {
  if (process.connected) process.send?.(message);
}
