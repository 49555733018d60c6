import { readFileSync } from 'node:fs';
import { createRecordStore, missingRuns } from '../runs/recordStore';
import { interruptSignal, runCommand } from './main';
import { statusLine } from './statusLine';
import { trainShowing } from './trainingDisplay';
import type { WorkflowPlan } from './trainWorkflow';

/**
 * A job of the Snakefile: trains the runs of a group that have no record yet. Status 0 when none of
 * them has to be tried again.
 */
async function trainGroup([planFile, number]: readonly string[]): Promise<number> {
  const { recordsFolder, data, groups } = JSON.parse(
    readFileSync(planFile, 'utf8'),
  ) as WorkflowPlan;
  const { runs } = groups[Number(number)];
  const store = createRecordStore(recordsFolder, { onProblem: statusLine.note });
  await trainShowing(runs, { store, data, workers: 1, signal: interruptSignal() });
  return missingRuns(runs, store).length === 0 ? 0 : 1;
}

void runCommand(() => trainGroup(process.argv.slice(2)));
