import path from 'node:path';
import { openDataset } from '../data/dataset';
import type { Dataset } from '../data/region';
import { wordsFor } from '../data/words';
import { show } from '../figures/show';
import { createRecordLibrary } from '../runs/recordLibrary';
import { focusRegion } from './cells';
import { reproductionOptions, type GivenOptions } from './options';
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
  { identity, loadRegion }: Dataset,
  plan: Plan,
  fromRecords: boolean,
  outputFolder: string | undefined,
) {
  const { name } = identity;
  const { preset, seeds } = plan;
  const words = wordsFor(identity);
  const focus = focusRegion(plan);
  const records = createRecordLibrary(name, { committedOnly: fromRecords, onProblem: show });
  const source = fromRecords
    ? 'records that come with the package'
    : 'records made on this machine';
  const summary =
    `Data set ${name} (${words.data}); preset ${preset}, ` +
    `${seeds.length === 1 ? 'one seed' : `up to ${seeds.length} seeds`}; ` +
    `${source}${hyperparametersOf(plan)}.`;
  return {
    ...plan,
    /** How texts name the data set, its regions and its neurons. */
    words,
    /** Region 3, where the paper's effect is largest, or the first of data without one. */
    focusRegion: focus,
    /** Images and responses of a region, read once. */
    region: loadRegion,
    /** Only the records that come with the package are shown and nothing is trained. */
    fromRecords,
    /** Where `save` writes. */
    outputFolder: path.resolve(outputFolder ?? path.join(figuresFolder, `${name}-${preset}`)),
    /** Data set, preset and seeds in one sentence. */
    summary,
    /** The same, and what of a notebook's text does not apply to the data. */
    description:
      identity.kind === 'simulated'
        ? summary
        : `${summary} What the text says about the simulation, or about the recordings of the ` +
          'paper, does not apply to these data.',
    /** How a dash in an item's table is filled, as a command. */
    commandFor: (item: string): string =>
      `npm run reproduce -- ${name === 'simulated' ? '' : `--data ${name} `}--preset ` +
      `${preset} --only ${item}`,
    /** The records of this machine and those that come with the package. */
    records,
    /**
     * A trained model of the paper by its name, from weights that this machine or the package has:
     * `(await reproduction.model('CAE-FR2', { region: 3 })).reconstruct!(images)`.
     */
    model: (model: string, { region = focus, ...choice }: ModelChoice = {}) =>
      trainedModel(plan, records, model, { ...choice, region }),
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
  const { data, rectify, preset, seeds, fromRecords, weightsFile, outputFolder } =
    reproductionOptions(given);
  const dataset = await openDataset(data, { rectify });
  const choices = weightsFile === undefined ? undefined : readSearchReport(weightsFile).choices;
  return reproductionOf(
    dataset,
    openPlan(dataset, preset, seeds, choices),
    fromRecords,
    outputFolder,
  );
}
