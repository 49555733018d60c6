import { createHash } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openDataset } from '../data/dataset';
import type { Dataset } from '../data/region';
import type { ItemOrigin } from '../figures/save';
import { wordsFor } from '../data/words';
import { show, showRegionsAs } from '../figures/show';
import { createRecordLibrary } from '../runs/recordLibrary';
import { canonicalJson, specificationHash } from '../runs/specificationHash';
import { focusRegion } from './cells';
import { headlineRuns } from './headline';
import { defaultChoices } from './hyperparameters';
import { reproductionOptions, type GivenOptions, type ReproductionOptions } from './options';
import { describeDashes, fillingCommand } from './reproduceCommandLine';
import { readSearchReport } from './searchReport';
import { hyperparametersOf } from './caption';
import { openPlan, type Plan } from './specify';
import { trainedModel, type ModelChoice } from './trainedModel';

const figuresFolder = path.join(__dirname, '..', '..', 'figures');

/**
 * What a notebook holds in its hands: which data, how long and how often trained, where results go.
 * Nothing is loaded yet.
 */
export interface Reproduction extends Readonly<ReturnType<typeof reproductionOf>> {}

function reproductionOf(
  { identity, folder, loadRegion }: Dataset,
  plan: Plan,
  options: ReproductionOptions,
) {
  const { name } = identity;
  const { preset, seeds, choices } = plan;
  const { fromRecords, headline, outputFolder } = options;
  const words = wordsFor(identity);
  showRegionsAs(words.unit);
  const focus = focusRegion(plan);
  const records = createRecordLibrary(name, { committedOnly: fromRecords, onProblem: show });
  const retrained = new Set(headline ? headlineRuns(plan).map(specificationHash) : []);
  const source = headline
    ? 'the main contrasts trained on this machine, everything else from records that come with ' +
      'the package'
    : fromRecords
      ? 'records that come with the package'
      : 'records made on this machine';
  const summary =
    `Data set ${name} (${words.data}); preset ${preset}, ` +
    `${seeds.length === 1 ? 'one seed' : `up to ${seeds.length} seeds`}; ` +
    `${source}${hyperparametersOf(plan)}.`;
  const origin: ItemOrigin = {
    data: identity.fingerprint,
    weights: isDeepStrictEqual(choices, defaultChoices)
      ? null
      : createHash('sha256').update(canonicalJson(choices)).digest('hex'),
    preset,
    seeds: seeds.length,
    fromRecords,
  };
  return {
    ...plan,
    /** How texts name the data set, its regions and its neurons. */
    words,
    /** Region 3, where the paper's effect is largest, or the first of data without one. */
    focusRegion: focus,
    /** Where the data lie on this machine. */
    dataFolder: folder,
    /** Images and responses of a region, read once. */
    region: loadRegion,
    /** Only the records that come with the package are shown and nothing is trained. */
    fromRecords,
    /** Hashes of the runs that are taken from this machine all the same. */
    retrained,
    /** Where `save` writes. */
    outputFolder: path.resolve(
      outputFolder ?? path.join(figuresFolder, `${name}-${headline ? 'headline' : preset}`),
    ),
    /** Data set, preset and seeds in one sentence. */
    summary,
    /** The same, and what of a notebook's text does not apply to the data. */
    description:
      identity.kind === 'simulated'
        ? summary
        : `${summary} What the text says about the simulation, or about the recordings of the ` +
          'paper, does not apply to these data.',
    /** The records of this machine and those that come with the package. */
    records,
    /**
     * A trained model of the paper by its name, from weights that this machine or the package has:
     * `(await reproduction.model('CAE-FR2', { region: 3 })).reconstruct!(images)`.
     */
    model: (model: string, { region = focus, ...choice }: ModelChoice = {}) =>
      trainedModel(plan, records, model, { ...choice, region }),
    /** What `save` writes beside every item, and by which a page knows its own. */
    origin,
    /** What fills the rows of an item's table that are not run. */
    dashesOf: (item: string, rows: number): string =>
      describeDashes({ plan, options, records }, item, rows),
    /** The command that trains what an item lacks. */
    commandFor: (item: string): string => fillingCommand({ plan, options, records }, item),
  };
}

/**
 * Opens what a notebook reproduces, in less than a second: regions, records and baselines are read
 * when they are used.
 * @param given options that go before those of the environment variable DAE_NR_OPTIONS.
 * @throws UserError when an option is wrong, or the data set is missing or incomplete.
 * @example
 * const reproduction = await openReproduction({ data: 'my-recordings', preset: 'quick' });
 */
export async function openReproduction(given: GivenOptions = {}): Promise<Reproduction> {
  const options = reproductionOptions(given);
  const { data, rectify, preset, seeds, weightsFile } = options;
  const dataset = await openDataset(data, { rectify });
  const choices = weightsFile === undefined ? undefined : readSearchReport(weightsFile).choices;
  const plan = openPlan(dataset, preset, seeds, choices);
  return reproductionOf(dataset, plan, options);
}
