import path from 'node:path';
import { UserError } from '../errors';
import { fingerprintOf } from './fingerprint';
import { DATA_FOLDER, listFolder, requireFiles } from './layout';
import { loadRegion } from './loadRegion';
import type { Dataset, DatasetIdentity } from './region';
import type { Resizing } from './resize';
import { SIMULATION_VERSION, writeSimulatedDataset } from './simulated/writeSimulatedDataset';
import { ensureSimulation, SIMULATION_SEED, type SimulationProgress } from './simulatedFolder';

export interface DatasetOptions {
  /** Negative responses become 0 instead of being refused. Default: false. */
  readonly rectify?: boolean | undefined;
  /** How images of another size become 32 x 32. Default: bilinear. */
  readonly resize?: Resizing | undefined;
  /** Neurons in every region of the simulation, instead of as many as were recorded. */
  readonly neurons?: number | undefined;
  /** Where downloaded and simulated data are kept. Default: `data/` in the repository. */
  readonly dataFolder?: string | undefined;
  /** false opens a data set without its training images, for noise ceilings and pictures. Default: true. */
  readonly requireTraining?: boolean | undefined;
  /** Told while the simulation is made, which is done once. */
  readonly onProgress?: SimulationProgress | undefined;
}

/** `simulated`, or `simulated-400` for 400 neurons in every region. */
const SIMULATED = /^simulated(?:-([1-9]\d{0,4}))?$/;

async function openSimulated(name: string, options: DatasetOptions, dataFolder: string): Promise<{ name: string; folder: string }> {
  const digits = SIMULATED.exec(name)?.[1];
  const neurons = options.neurons ?? (digits === undefined ? undefined : Number(digits));
  if (digits !== undefined && neurons !== Number(digits)) {
    throw new UserError(`The data set ${name} has ${digits} neurons a region, not ${neurons}: leave one of the two out.`);
  }
  if (neurons !== undefined && !(Number.isInteger(neurons) && neurons >= 1 && neurons < 100_000)) {
    throw new UserError(`A simulated region can have 1 to 99999 neurons, not ${neurons}.`);
  }
  const fullName = neurons === undefined ? 'simulated' : `simulated-${neurons}`;
  const folder = path.join(dataFolder, fullName);
  await ensureSimulation(folder, { seed: SIMULATION_SEED, neurons }, SIMULATION_VERSION, writeSimulatedDataset, options.onProgress);
  return { name: fullName, folder };
}

/** How a sentence about something missing ends. */
function cureFor(nameOrFolder: string): string {
  return path.basename(path.resolve(nameOrFolder)) === 'antolik2016'
    ? 'get the complete data set with `npm run data -- antolik2016`.'
    : 'add it in the layout that `npm run data -- --help` shows, or use one of the data sets of `npm run data -- list`.';
}

/** The name under which results on a folder are kept: its own, unless that would mix them with the package's simulation. */
function nameOfFolder(folder: string, fingerprint: string): string {
  const name = path.basename(path.resolve(folder));
  return SIMULATED.test(name) ? `${name}-${fingerprint.slice(0, 8)}` : name;
}

/**
 * Opens a data set: `simulated` (made when it is not there), `antolik2016` (downloaded by `npm run data -- antolik2016`),
 * or any folder in the same layout. Its files are hashed, not yet read as arrays.
 * @param nameOrFolder a name wins over a folder of that name; write `./simulated` for the folder.
 * @throws UserError when it is missing, has no region, or lacks files.
 */
export async function openDataset(nameOrFolder: string, options: DatasetOptions = {}): Promise<Dataset> {
  const dataFolder = options.dataFolder ?? DATA_FOLDER;
  const isSimulatedName = SIMULATED.test(nameOrFolder);
  if (!isSimulatedName && options.neurons !== undefined) {
    throw new UserError(`The number of neurons can be chosen for simulated data only, not for ${nameOrFolder}.`);
  }
  const known = isSimulatedName
    ? await openSimulated(nameOrFolder, options, dataFolder)
    : { name: undefined, folder: nameOrFolder === 'antolik2016' ? path.join(dataFolder, nameOrFolder) : path.resolve(nameOrFolder) };
  const cure = cureFor(nameOrFolder);
  const listing = await listFolder(known.folder, cure);
  requireFiles(listing, options.requireTraining ?? true, cure);
  const preprocessing = { rectify: options.rectify ?? false, resizing: options.resize ?? 'bilinear' };
  const fingerprint = await fingerprintOf(listing, preprocessing);
  const identity: DatasetIdentity = {
    name: known.name ?? nameOfFolder(known.folder, fingerprint),
    kind: listing.isSimulated ? 'simulated' : 'real',
    fingerprint,
  };
  return {
    identity,
    folder: known.folder,
    regions: listing.regions.map(({ region }) => region),
    loadRegion: (region) => loadRegion(listing, region, identity, preprocessing),
  };
}
