import { createHash } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openDataset } from '../data/dataset';
import type { Dataset } from '../data/region';
import type { ItemOrigin } from '../figures/save';
import { show } from '../figures/show';
import { createRecordLibrary } from '../runs/recordLibrary';
import { canonicalJson } from '../runs/specificationHash';
import { focusRegion } from './cells';
import { defaultChoices } from './hyperparameters';
import { reproductionOptions, type GivenOptions, type ReproductionOptions } from './options';
import { describeDashes, fillingCommand } from './reproduceCommandLine';
import { readSearchReport } from './search';
import { openPlan, type Plan } from './specify';

const figuresFolder = path.join(__dirname, '..', '..', 'figures');

/**
 * What a notebook holds in its hands: which data, how long and how often trained, where results go.
 * Nothing is loaded yet.
 */
export interface Reproduction extends Readonly<ReturnType<typeof reproductionOf>> {}

function reproductionOf(
  { identity, loadRegion }: Dataset,
  plan: Plan,
  options: ReproductionOptions,
) {
  const { name, kind } = identity;
  const { preset, seeds, choices } = plan;
  const { fromRecords, outputFolder } = options;
  const data =
    kind === 'simulated' ? 'simulated images and responses, not recordings' : 'recorded responses';
  const source = fromRecords
    ? 'records that come with the package'
    : 'records made on this machine';
  const records = createRecordLibrary({ committedOnly: fromRecords, onProblem: show });
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
    /** Region 3, where the paper's effect is largest, or the first of data without one. */
    focusRegion: focusRegion(plan),
    /** Images and responses of a region, read once. */
    region: loadRegion,
    /** Only the records that come with the package are shown and nothing is trained. */
    fromRecords,
    /** Where `save` writes. */
    outputFolder: path.resolve(outputFolder ?? path.join(figuresFolder, `${name}-${preset}`)),
    /** Data set, preset and seeds in one sentence. */
    description: `Data set ${name} (${data}); preset ${preset}, ${seeds.length === 1 ? 'one seed' : `up to ${seeds.length} seeds`}; ${source}.`,
    /** What `save` writes beside every item, and by which a page knows its own. */
    origin,
    /** What fills the rows of an item's table that are not run. */
    dashesOf: (item: string, rows: number): string =>
      describeDashes({ plan, options, records }, item, rows),
    /** The command that trains what an item lacks. */
    commandFor: (item: string): string => fillingCommand({ plan, options, records }, item),
    /** The records of this machine and those that come with the package. */
    records,
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
