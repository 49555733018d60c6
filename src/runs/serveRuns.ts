import type { Dataset, RegionData } from '../data/region';
import { UserError } from '../errors';
import { executeRun, type Trainer } from './executeRun';
import { createRecordStore } from './recordStore';
import type { DataSource, RunRequest, WorkerMessage } from './runWorkerProcess';

/** Makes this process a worker: it trains what its parent asks for, one run after the other, and ends with its parent. */
export function serveRuns({ openDataset, trainer }: { readonly openDataset: (source: DataSource) => Promise<Dataset>; readonly trainer: Trainer }): void {
  // A parent asks for one data set only; each region is read once.
  let dataset: Promise<Dataset> | undefined;
  const loaded = new Map<number, Promise<RegionData>>();

  async function loadRegion(source: DataSource, region: number): Promise<RegionData> {
    const { loadRegion: load } = await (dataset ??= openDataset(source));
    if (!loaded.has(region)) loaded.set(region, load(region));
    return loaded.get(region)!;
  }

  process.on('message', (request: RunRequest) => void answer(request));
  // The parent is gone, even by kill -9: nobody waits for this run any more.
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C reaches the whole process group; the parent decides what becomes of its workers.
  process.on('SIGINT', () => undefined);
  send({ kind: 'ready' });

  async function answer({ specification, data, recordsFolder }: RunRequest): Promise<void> {
    try {
      const region = await loadRegion(data, specification.region);
      await executeRun(specification, region, {
        trainer,
        store: createRecordStore(recordsFolder),
        onProgress: (progress) => send({ kind: 'progress', progress }),
      });
      send({ kind: 'done' });
    } catch (error) {
      send({ kind: 'error', message: error instanceof Error ? error.message : String(error), isUserError: error instanceof UserError });
    }
  }
}

function send(message: WorkerMessage): void {
  if (process.connected) process.send?.(message);
}
