import path from 'node:path';
import { fingerprintOf } from './fingerprint';
import { DATA_FOLDER, listFolder, requireFiles } from './layout';
import { loadRegion } from './loadRegion';
import type { Dataset, DatasetIdentity } from './region';
import { SIMULATION_SEED } from './simulated/regionParameters';
import { ensureSimulation, type SimulationProgress } from './simulated/writeSimulatedDataset';

export interface DatasetOptions {
  /** Negative responses become 0 instead of being refused. Default: false. */
  readonly rectify?: boolean | undefined;
  /** Where downloaded and simulated data are kept. Default: `data/` in the repository. */
  readonly dataFolder?: string | undefined;
  /** false opens a data set without its training images, for noise ceilings and pictures. Default: true. */
  readonly requireTraining?: boolean | undefined;
  /** Told while the simulation is made, which is done once. */
  readonly onProgress?: SimulationProgress | undefined;
}

/** `simulated`, or `simulated-400` for 400 neurons in every region. */
const SIMULATED = /^simulated(?:-([1-9]\d{0,4}))?$/;

/** How a sentence about something missing ends. */
function cureFor(nameOrFolder: string): string {
  return path.basename(path.resolve(nameOrFolder)) === 'antolik2016'
    ? 'get the complete data set with `npm run data -- antolik2016`.'
    : 'add it in the layout that `npm run data -- --help` shows, or use simulated or antolik2016.';
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
  const simulated = SIMULATED.exec(nameOrFolder);
  const isName = simulated !== null || nameOrFolder === 'antolik2016';
  const folder = isName ? path.join(dataFolder, nameOrFolder) : path.resolve(nameOrFolder);
  if (simulated !== null) {
    await ensureSimulation(folder, { seed: SIMULATION_SEED, neurons: simulated[1] === undefined ? undefined : Number(simulated[1]) }, options.onProgress);
  }
  const cure = cureFor(nameOrFolder);
  const listing = await listFolder(folder, cure);
  requireFiles(listing, options.requireTraining ?? true, cure);
  const rectify = options.rectify ?? false;
  const fingerprint = await fingerprintOf(listing, rectify);
  const identity: DatasetIdentity = {
    name: isName ? nameOrFolder : nameOfFolder(folder, fingerprint),
    kind: listing.isSimulated ? 'simulated' : 'real',
    fingerprint,
  };
  return {
    identity,
    folder,
    regions: listing.regions.map(({ region }) => region),
    loadRegion: (region) => loadRegion(listing, region, identity, rectify),
  };
}
