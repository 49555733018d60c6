import path from 'node:path';
import { openDataset } from '../data/dataset';
import type { Dataset, RegionData } from '../data/region';
import { UserError } from '../errors';
import { show } from '../figures/show';
import { createRecordLibrary, type RecordLibrary } from '../runs/recordLibrary';
import type { PresetName } from '../runs/specification';
import { focusRegion } from './items';
import { reproductionOptions, type GivenOptions } from './options';
import { readSearchReport } from './searchReport';
import { openPlan, type Plan } from './specify';

/** What a notebook holds in its hands: which data, how long and how often trained, where results go. Nothing is loaded yet. */
export interface Reproduction extends Plan {
  /** Region 3, where the paper's effect is largest, or the first of data without one. */
  readonly focusRegion: number;
  /** Images and responses of a region, read once. */
  readonly region: (number: number) => Promise<RegionData>;
  /** Only the records that come with the package are shown and nothing is trained. */
  readonly fromRecords: boolean;
  /** Where `save` writes. */
  readonly outputFolder: string;
  /** Data set, preset and seeds in one sentence. */
  readonly description: string;
  /** How a dash in an item's table is filled, as a command. */
  readonly commandFor: (item: string) => string;
  /** The records of this machine and those that come with the package. */
  readonly records: RecordLibrary;
}

const figuresFolder = path.join(__dirname, '..', '..', 'figures');

function describe({ identity }: Dataset, preset: PresetName, seeds: number, fromRecords: boolean): string {
  const data = identity.kind === 'simulated' ? 'simulated images and responses, not recordings' : 'recorded responses';
  const source = fromRecords ? 'records that come with the package' : 'records made on this machine';
  return `Data set ${identity.name} (${data}); preset ${preset}, ${seeds === 1 ? 'one seed' : `up to ${seeds} seeds`}; ${source}.`;
}

/**
 * Opens what a notebook reproduces, in less than a second: regions, records and baselines are read when they are used.
 * @param given options that go before those of the environment variable DAE_NR_OPTIONS.
 * @throws UserError when an option is wrong, or the data set is missing or incomplete.
 * @example
 * const reproduction = await openReproduction({ data: 'my-recordings', preset: 'quick' });
 */
export async function openReproduction(given: GivenOptions = {}): Promise<Reproduction> {
  const options = reproductionOptions(given);
  const { preset, fromRecords, weightsFile } = options;
  const dataset = await openDataset(options.data, { rectify: options.rectify });
  const plan = openPlan(dataset, preset, options.seeds, weightsFile === undefined ? undefined : readSearchReport(weightsFile).choices);
  const loaded = new Map<number, Promise<RegionData>>();
  const name = dataset.identity.name;
  return {
    ...plan,
    focusRegion: focusRegion(dataset),
    region: (number) => {
      if (!dataset.regions.includes(number)) throw new UserError(`The data set ${name} has no region ${number}, only ${dataset.regions.join(', ')}.`);
      const known = loaded.get(number) ?? dataset.loadRegion(number);
      loaded.set(number, known);
      return known;
    },
    fromRecords,
    outputFolder: path.resolve(options.outputFolder ?? path.join(figuresFolder, `${name}-${preset}`)),
    description: describe(dataset, preset, plan.seeds.length, fromRecords),
    commandFor: (item) => `npm run reproduce -- ${name === 'simulated' ? '' : `--data ${name} `}--preset ${preset} --only ${item}`,
    records: createRecordLibrary({ committedOnly: fromRecords, onProblem: show }),
  };
}
