import { UserError } from '../errors';
import { interruptible } from '../runs/interruptible';
import { obtainRecord } from '../runs/executeRun';
import type { RunRecord } from '../runs/record';
import { runLabel, type RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import { disjointGroupCells, groupCells } from './cells';
import { isTrained } from './isTrained';
import type { Layer } from '../models/modelName';
import type { Reproduction } from './openReproduction';
import { lineDisplay, progressLine } from './progressLine';
import { runOf, type Run } from './run';
import { countTrainings } from './trainingCount';
import { specify, type Cell } from './specify';

async function trainMissing(
  reproduction: Reproduction,
  missing: readonly RunSpecification[],
): Promise<RunRecord[]> {
  if (missing.length === 0) return [];
  const { records, region } = reproduction;
  // Only now: it loads what trains.
  const { trainer } = await import('../runs/trainer.js');
  const line = lineDisplay();
  const count = countTrainings(reproduction, missing);
  return interruptible(async (signal) => {
    const trained: RunRecord[] = [];
    for (const specification of missing) {
      const label = runLabel(specification);
      const begin = performance.now();
      const record = await obtainRecord(specification, {
        store: records.local,
        loadRegion: region,
        trainer,
        signal,
        onWaiting: () => line(`${count.label()}${label}: another process is training it`),
        onProgress: (progress) =>
          line(
            count.label(progress.secondsElapsed + progress.secondsLeft) +
              progressLine(label, progress),
          ),
      });
      if (signal.aborted)
        throw new UserError(
          `The training of ${runLabel(specification)} was interrupted and is not kept: run ` +
            'the cell again.',
        );
      count.ended((performance.now() - begin) / 1000);
      line(record.status === 'failed' ? `${label}: failed, ${record.reason}` : `${label}: trained`);
      trained.push(record);
    }
    return trained;
  });
}

export interface RunsOptions {
  /**
   * Trains the cell also where the shorter presets leave it out: for questions of one's own.
   * Default: false.
   */
  readonly beyondPreset?: boolean;
  /**
   * false trains nothing: what no record has is absent, as with `fromRecords`. For a glance at a
   * model before its notebook. Default: true.
   */
  readonly train?: boolean;
}

/**
 * The trainings of a cell, one for every seed, ascending: all from the records of this machine, or
 * all from those that come with the package, never mixed; what is missing is trained here, with a
 * line that shows the progress.
 *
 * Failed trainings are left out. With `fromRecords` nothing is trained, and the package's runs are
 * taken but for those of the headline that were trained here: a run that the package does not have
 * is absent. So is, in the shorter presets, a cell that they leave out.
 * @throws UserError for a model that does not exist, or when a training is interrupted (the stop
 * button).
 * @example
 * const trained = await runs(reproduction, { region: 3, model: 'CAE-FR2', task: 'IR' });
 * trained.map(({ seed, mse }) => [seed, mse.length]); // => [[1, 50], [2, 50], [3, 50]]
 */
export async function runs(
  reproduction: Reproduction,
  cell: Cell,
  { beyondPreset = false, train = true }: RunsOptions = {},
): Promise<Run[]> {
  const { records, fromRecords, retrained, regions } = reproduction;
  if (!regions.includes(cell.region) || !(beyondPreset || isTrained(reproduction, cell))) return [];
  const wanted = specify(reproduction, cell);
  const [local, shipped] = [records.local, records.committed].map(({ readSettled }) =>
    wanted.flatMap((specification) => readSettled(specification) ?? []),
  );
  const isWhole = local.length === wanted.length;
  const isRetrained =
    isWhole && wanted.every((specification) => retrained.has(specificationHash(specification)));
  const usesShipped = fromRecords ? !isRetrained : !isWhole && shipped.length === wanted.length;
  const present = new Set(local.map(({ hash }) => hash));
  const missing =
    usesShipped || !train
      ? []
      : wanted.filter((specification) => !present.has(specificationHash(specification)));
  const all = usesShipped ? shipped : [...local, ...(await trainMissing(reproduction, missing))];
  return all
    .filter((record) => record.status === 'finished')
    .sort((left, right) => left.specification.seed - right.specification.seed)
    .map((record) => runOf(record, () => records.weights(record.hash)));
}

/** The runs of two models whose seeds finished in both, in the same order. */
export function pairSeeds(first: readonly Run[], second: readonly Run[]): [Run[], Run[]] {
  const bySeed = new Map(second.map((run) => [run.seed, run]));
  const kept = first.filter(({ seed }) => bySeed.has(seed));
  return [kept, kept.map(({ seed }) => bySeed.get(seed)!)];
}

/**
 * CAE-FR of a layer with each group of neurons of Table 3, ranked by the first seed of the joint
 * model that is shown; none before it was trained.
 */
export function neuronGroupCells(
  reproduction: Reproduction,
  layer: Layer,
): ReturnType<typeof groupCells> {
  return groupCells(reproduction, layer, reproduction.records.find);
}

/** As `neuronGroupCells`, the disjoint groups of equal size. */
export function disjointNeuronGroupCells(
  reproduction: Reproduction,
  layer: Layer,
): ReturnType<typeof disjointGroupCells> {
  return disjointGroupCells(reproduction, layer, reproduction.records.find);
}
