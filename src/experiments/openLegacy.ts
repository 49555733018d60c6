import { openDataset } from '../data/dataset';
import type { Dataset } from '../data/region';
import { UserError } from '../errors';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import type { ResultTable } from '../figures/resultTable';
import { trainingView } from '../figures/trainingView';
import { interruptible } from '../runs/interruptible';
import { obtainRecord } from '../runs/obtainRecord';
import { createRecordLibrary, type RecordLibrary } from '../runs/recordLibrary';
import { runLabel } from '../runs/runLabel';
import { trainer } from '../runs/trainer';
import { claimsTable, describeClaims } from './claimsTable';
import { experimentContext } from './context';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { cae } from './factorizedModels';
import { readLossWeights } from '../paper/lossWeightsFile';
import { gatherMaterial } from './material';
import type { TrainedAutoencoder } from './recordings';
import { recordLookups } from './recordLookups';
import { type GivenOptions, reproductionOptions, type ReproductionOptions } from '../paper/options';
import { specify } from '../paper/specify';
import { selectExperiments } from './selectExperiments';

/** What a notebook holds in its hands: a data set, its records, and the paper's items made from them. */
export interface LegacyReproduction {
  readonly context: ExperimentContext;
  readonly dataset: Dataset;
  /** Test images, baselines and noise ceilings of every region. */
  readonly evidence: ExperimentMaterial['evidence'];
  /** What is being reproduced, in words. */
  readonly description: readonly string[];
  /**
   * Trains in this process what an item still lacks, with a line that shows the progress; nothing when all is there.
   * An interrupt (the stop button) ends the running training; its run is not kept.
   */
  readonly ensure: (item: string) => Promise<void>;
  /** @throws UserError when the item has no table. */
  readonly table: (item: string) => ResultTable;
  /** undefined when the data set has nothing to draw it from. */
  readonly figure: (item: string) => PlotlyFigure | undefined;
  /** What the records of an item show, in sentences made from them. */
  readonly findings: (item: string) => readonly string[];
  /** The paper's main claims beside our results. */
  readonly claims: () => ResultTable;
  /** How many rows of each claim got which verdict, in sentences. */
  readonly claimFindings: () => readonly string[];
  /** The CAE of a region (IR task, first seed) with its weights; undefined where it was not trained or none were kept. */
  readonly autoencoder: (region: number) => TrainedAutoencoder | undefined;
}

function describe({ dataset, regions, preset, seeds }: ExperimentContext, { fromRecords }: ReproductionOptions): string[] {
  const data = dataset.kind === 'simulated' ? 'simulated images and responses, not recordings' : 'recorded responses';
  const source = fromRecords ? 'records that come with the package' : 'records trained on this machine';
  return [
    `Data set ${dataset.name} (${data}), ${regions.length === 1 ? 'region' : 'regions'} ${regions.join(', ')}; preset ${preset}, ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`}; ${source}.`,
  ];
}

async function trainMissing(
  experiment: Experiment,
  context: ExperimentContext,
  dataset: Dataset,
  library: RecordLibrary,
): Promise<void> {
  const missing = experiment.specifications(context);
  const view = trainingView(experiment.item, missing[0].task);
  let trained = 0;
  await interruptible(async (signal) => {
    for (const [index, specification] of missing.entries()) {
      const label = `run ${index + 1} of ${missing.length}, ${runLabel(specification)}`;
      view.forget();
      view.begin(label);
      const { source } = await obtainRecord(specification, {
        library,
        loadRegion: dataset.loadRegion,
        trainer,
        signal,
        onWaiting: () => view.say(`${label}: another process is training it`),
        onProgress: view.report,
      });
      if (signal.aborted)
        throw new UserError(`The training of ${runLabel(specification)} was interrupted; run the cell again to start it anew.`);
      if (source === null) trained += 1;
    }
  });
  await view.clear();
  view.say(`${missing.length} runs, ${trained} of them trained just now`);
}

/**
 * Opens what a notebook reproduces: data set, records, baselines. Takes about ten seconds.
 * @throws UserError when the data set is missing or incomplete.
 */
export async function openLegacy(options: GivenOptions = {}): Promise<LegacyReproduction> {
  const chosen = reproductionOptions(options);
  const dataset = await openDataset(chosen.data, { rectify: chosen.rectify, resize: chosen.resize });
  const lossWeights = chosen.weightsFile === undefined ? undefined : readLossWeights(chosen.weightsFile);
  const context = experimentContext(dataset, chosen.preset, chosen.seeds, lossWeights, chosen.selectionRule);
  const library = createRecordLibrary({ committedOnly: chosen.fromRecords });
  const sources = recordLookups(library, context, chosen.fromRecords);
  const material = await gatherMaterial(context, dataset, sources);
  const find = (item: string): Experiment => selectExperiments([item])[0];
  return {
    context,
    dataset,
    evidence: material.evidence,
    description: describe(context, chosen),
    ensure: async (item) => {
      const experiment = find(item);
      if (!chosen.fromRecords && experiment.specifications(context).length > 0)
        await trainMissing(experiment, context, dataset, library);
    },
    table: (item) => {
      const make = find(item).table;
      if (make === undefined) throw new UserError(`${item} is a figure, not a table: use figure('${item}').`);
      return make(material);
    },
    figure: (item) => {
      const make = find(item).figure;
      if (make === undefined) throw new UserError(`${item} is a table, not a figure: use table('${item}').`);
      return make(material);
    },
    findings: (item) => find(item).findings?.(material) ?? [],
    claims: () => claimsTable(material),
    claimFindings: () => describeClaims(material),
    autoencoder: (region) => {
      const [specification] = specify(context, { region, model: cae, task: 'IR' });
      const record = sources.lookup(specification);
      const weights = library.weights(specification);
      return record?.status === 'finished' && weights
        ? { context, record, weights, trainedOn: () => dataset.loadRegion(region) }
        : undefined;
    },
  };
}
