import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openDataset } from '../data/dataset';
import { experimentContext } from '../experiments/context';
import { publishEvidence } from '../experiments/evidenceCache';
import { recordPlan } from '../experiments/recordPlan';
import { type GroupState, makeRecords } from '../reproduce/makeRecords';
import { committedRecordsFolder, localRecordsFolder } from '../runs/recordFolders';
import { createRecordStore } from '../runs/recordStore';
import { takeInventory } from '../runs/runInventory';
import { runLabel } from '../runs/runLabel';
import { defaultWorkerCount } from '../runs/workerCount';
import { megabytes } from './dataCommands/megabytes';
import { interruptSignal } from './main';
import type { BackendOption } from './options/backendOption';
import { createStatusLine } from './progress/statusLine';
import { createTrainingDisplay, type TrainingDisplay } from './progress/trainingDisplay';

/** What `npm run records` was asked for. */
export interface RecordsOptions extends BackendOption {
  readonly hours: number;
  readonly workers?: number;
  readonly publish: boolean;
}

/** Missing runs named one by one; more are counted. */
const namedRuns = 5;

function describeGroup({ title, finished, failed, missing }: GroupState): string {
  const more = missing.length - namedRuns;
  const named = missing.slice(0, namedRuns).map(runLabel).join('; ') + (more > 0 ? `; and ${more} more` : '');
  return `${title}: ${finished} there, ${failed} failed, ${missing.length} missing${missing.length > 0 ? ` (${named})` : ''}`;
}

function folderBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/**
 * Makes records for so many hours and tells what is there and what is missing.
 * @returns the exit status
 */
export async function recordsWithin({ hours, publish, workers = defaultWorkerCount() }: RecordsOptions): Promise<number> {
  const startedAt = Date.now();
  const status = createStatusLine();
  const dataset = await openDataset('simulated', { onProgress: (stage) => status.update(stage) });
  const context = experimentContext(dataset, 'paper');
  const store = createRecordStore(localRecordsFolder(), { onProblem: status.note });
  const committed = committedRecordsFolder();
  if (publish) {
    status.update('baselines');
    await publishEvidence(dataset);
  }
  const signal = interruptSignal(() => status.note('\nStopping; finished runs are kept. The same command goes on from there.'));
  let display: TrainingDisplay | undefined;
  const groups = await makeRecords({
    plan: () => recordPlan(context),
    committed,
    publishes: publish,
    store,
    data: { name: 'simulated' },
    workers,
    until: new Date(startedAt + hours * 3_600_000),
    signal,
    onMissing: (missing) => {
      display?.end();
      status.note(`${missing.length} runs to train in ${Math.min(workers, missing.length)} processes for ${hours} hours, ${runLabel(missing[0])} first`);
      display = createTrainingDisplay(takeInventory(missing, store).missing);
    },
    onEvent: (event) => display?.show(event),
  }).finally(() => display?.end());
  const lines = groups.map(describeGroup);
  process.stdout.write(`${lines.join('\n')}\n${relative(process.cwd(), committed) || '.'} holds ${megabytes(folderBytes(committed))}.\n`);
  return signal.aborted ? 130 : 0;
}
