import path from 'node:path';
import { describeDataset, rememberUnit } from './description';
import { fingerprints } from './fingerprints';
import { DATA_FOLDER, listFolder } from './layout';
import { loadRegion, type LoadOptions } from './loadRegion';
import type { Dataset, DatasetIdentity, RegionData } from './region';
import { SIMULATION_SEED } from './simulated/regionParameters';
import { userPath } from '../userPath';
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

/** What `npm run data -- NAME` installs. */
const PUBLISHED: readonly string[] = ['antolik2016', 'cowley2023'];

/** Whether a data set is meant, whatever folders there are. */
export function isDatasetName(nameOrFolder: string): boolean {
  return SIMULATED.test(nameOrFolder) || PUBLISHED.includes(nameOrFolder);
}

/**
 * Opens a data set: `simulated` (made when it is not there), `antolik2016` and `cowley2023`
 * (installed by `npm run data -- NAME`), or any folder in the same layout. Its files are hashed,
 * not yet read as arrays.
 * @param nameOrFolder a name wins over a folder of that name; write `./simulated` for the folder.
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
  const folder = isName ? path.join(dataFolder, nameOrFolder) : userPath(nameOrFolder);
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
  const cure = PUBLISHED.includes(folderName)
    ? `get the complete data set with \`npm run data -- ${folderName}\`.`
    : 'add it in the layout that `npm run data -- --help` shows, or use simulated, ' +
      `${PUBLISHED.join(' or ')}.`;
  const listing = await listFolder(folder, requireTraining, cure);
  const description = await describeDataset(listing);
  const options: LoadOptions = {
    rectify,
    // The records that the package ships, and the weights of its losses, are in their units.
    isScaled: !listing.isSimulated && folderName !== 'antolik2016',
    pixels: description.pixels,
  };
  const { fingerprint, regionFingerprints } = await fingerprints(listing, options);
  const identity: DatasetIdentity = {
    // Its own name, unless that would mix results on it with those on the package's simulation.
    name:
      !isName && SIMULATED.test(folderName)
        ? `${folderName}-${fingerprint.slice(0, 8)}`
        : folderName,
    kind: listing.isSimulated ? 'simulated' : 'real',
    fingerprint,
    regionFingerprints,
    description,
  };
  rememberUnit(identity.name, description);
  const loaded = new Map<number, Promise<RegionData>>();
  return {
    identity,
    folder,
    regions: listing.regions.map(({ region }) => region),
    loadRegion: (region) => {
      const data = loaded.get(region) ?? loadRegion(listing, region, identity, options);
      loaded.set(region, data);
      return data;
    },
  };
}
