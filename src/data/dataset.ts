import { createHash } from 'node:crypto';
import path from 'node:path';
import { DATA_FOLDER, listFolder, REGION_FILES, type FolderListing } from './layout';
import { loadRegion } from './loadRegion';
import { locateFolder } from './locateFolder';
import { readBytes } from './npy';
import type { Dataset, DatasetIdentity, RegionData } from './region';
import { SIMULATION_SEED } from './simulated/regionParameters';
import { ensureSimulation, type SimulationProgress } from './simulated/writeSimulatedDataset';

export interface DatasetOptions {
  /** Negative responses become 0 instead of being refused. Default: false. */
  readonly rectify?: boolean | undefined;
  /** Where downloaded and simulated data are kept. Default: `data/` in the repository. */
  readonly dataFolder?: string | undefined;
  /**
   * false opens a data set without its training images, for noise ceilings and pictures. Default:
   * true.
   */
  readonly requireTraining?: boolean | undefined;
  /** Told while the simulation is made, which is done once. */
  readonly onProgress?: SimulationProgress | undefined;
}

/** `simulated`, or `simulated-400` for 400 neurons in every region. */
const SIMULATED = /^simulated(?:-([1-9]\d{0,4}))?$/;

/** Whether a data set is meant, whatever folders there are. */
export function isDatasetName(nameOrFolder: string): boolean {
  return SIMULATED.test(nameOrFolder) || nameOrFolder === 'antolik2016';
}

/**
 * Names the data that training and scoring read: file names, contents and preprocessing.
 * A simulation's truth and files that nobody reads do not change it.
 */
async function fingerprintOf(
  { folder, regions }: FolderListing,
  rectify: boolean,
): Promise<string> {
  const read = Object.values(REGION_FILES);
  const names = regions
    .flatMap(({ region, files }) =>
      read.filter((file) => files.has(file)).map((file) => `region${region}/${file}`),
    )
    .sort();
  // The way of resizing was a choice once; the runs that the package ships are named after
  // fingerprints with it.
  const hash = createHash('sha256').update(JSON.stringify({ rectify, resizing: 'bilinear' }));
  for (const name of names) {
    const content = createHash('sha256').update(await readBytes(path.join(folder, name)));
    hash.update(`\n${name} ${content.digest('hex')}`);
  }
  return hash.digest('hex');
}

/**
 * Opens a data set: `simulated` (made when it is not there), `antolik2016` (downloaded by `npm run
 * data -- antolik2016`), or any folder in the same layout. Its files are hashed, not yet read as
 * arrays.
 * @param nameOrFolder a name wins over a folder of that name; write `./simulated` for the folder,
 * which is looked for where the user stands, beside the notebook, and in the repository.
 * @throws UserError when it is missing, has no region, or lacks files.
 */
export async function openDataset(
  nameOrFolder: string,
  {
    rectify = false,
    dataFolder = DATA_FOLDER,
    requireTraining = true,
    onProgress,
  }: DatasetOptions = {},
): Promise<Dataset> {
  const simulated = SIMULATED.exec(nameOrFolder);
  const isName = isDatasetName(nameOrFolder);
  const folder = isName ? path.join(dataFolder, nameOrFolder) : locateFolder(nameOrFolder);
  const folderName = path.basename(folder);
  if (simulated !== null) {
    await ensureSimulation(
      folder,
      {
        seed: SIMULATION_SEED,
        neurons: simulated[1] === undefined ? undefined : Number(simulated[1]),
      },
      onProgress,
    );
  }
  const cure =
    folderName === 'antolik2016'
      ? 'get the complete data set with `npm run data -- antolik2016`.'
      : 'add it in the layout that `npm run data -- --help` shows, or use simulated or antolik2016.';
  const listing = await listFolder(folder, requireTraining, cure);
  const fingerprint = await fingerprintOf(listing, rectify);
  const identity: DatasetIdentity = {
    // Its own name, unless that would mix results on it with those on the package's simulation.
    name:
      !isName && SIMULATED.test(folderName)
        ? `${folderName}-${fingerprint.slice(0, 8)}`
        : folderName,
    kind: listing.isSimulated ? 'simulated' : 'real',
    fingerprint,
  };
  const loaded = new Map<number, Promise<RegionData>>();
  return {
    identity,
    folder,
    regions: listing.regions.map(({ region }) => region),
    loadRegion: (region) => {
      const data = loaded.get(region) ?? loadRegion(listing, region, identity, rectify);
      loaded.set(region, data);
      return data;
    },
  };
}
