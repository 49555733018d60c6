import { UserError } from '../errors';
import { reproductionOptions } from '../paper/options';
import { specify } from '../paper/specify';
import type { LegacyReproduction as Reproduction } from '../experiments/openLegacy';
import { parseModelName } from '../models/modelName';
import { obtainRecord } from '../runs/obtainRecord';
import type { FinishedRecord } from '../runs/record';
import { createRecordLibrary } from '../runs/recordLibrary';
import { runLabel } from '../runs/runLabel';
import { trainer } from '../runs/trainer';
import type { Weights } from '../runs/weightsCodec';
import type { Task } from '../training/training';
import { interruptible } from '../runs/interruptible';
import type { Lesson } from './lesson';
import { trainingView } from '../figures/trainingView';

/** A model of the reproduction with its record, first seed. */
export interface TrainedModel {
  /** As in the paper's tables: `CAE-FR2`. */
  readonly name: string;
  readonly record: FinishedRecord;
  /** undefined where the records keep none. */
  readonly weights: Weights | undefined;
}

/**
 * The model that the reproduction trains for its tables, in the region of the lesson: found among the records, else trained here
 * with a progress line and a live curve, and kept.
 * @returns undefined where only shipped records are used and this one is not among them
 * @throws UserError when its training failed or was interrupted.
 */
export async function obtainModel(
  { context, dataset }: Pick<Reproduction, 'context' | 'dataset'>,
  { region }: Lesson,
  name: string,
  task: Task,
): Promise<TrainedModel | undefined> {
  const { fromRecords } = reproductionOptions();
  const library = createRecordLibrary({ committedOnly: fromRecords });
  const [specification] = specify(context, { region: region.region, model: parseModelName(name), task });
  if (fromRecords && library.find(specification) === undefined) return undefined;
  const label = runLabel(specification);
  const view = trainingView(label, task);
  view.begin(label);
  const { record, source } = await interruptible((signal) =>
    obtainRecord(specification, {
      library,
      loadRegion: dataset.loadRegion,
      trainer,
      signal,
      onWaiting: () => view.say('another process is training it'),
      onProgress: view.report,
    }),
  );
  await view.finish();
  if (record.status === 'failed') throw new UserError(`The training of ${label} failed: ${record.reason}`);
  if (source === null && record.stages.some(({ endedBy }) => endedBy === 'interrupt')) {
    throw new UserError(`The training of ${label} was interrupted and is not kept: run the cell again.`);
  }
  view.say(
    source === null
      ? 'trained just now'
      : `its record was found (${source === 'local' ? 'trained on this machine' : 'shipped with the package'})`,
  );
  return { name, record, weights: library.weights(specification) };
}
