import { createHash } from 'node:crypto';
import path from 'node:path';
import { DATA_FOLDER, listFolder, REGION_FILES, regionFolder, type FolderListing } from './layout';
import { loadRegion } from './loadRegion';
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

/** What `npm run data -- NAME` installs. */
const PUBLISHED: readonly string[] = ['antolik2016', 'cowley2023'];

/** Whether a data set is meant, whatever folders there are. */
export function isDatasetName(nameOrFolder: string): boolean {
  return SIMULATED.test(nameOrFolder) || PUBLISHED.includes(nameOrFolder);
}

const fingerprintFiles = Object.values(REGION_FILES);

/**
 * Names the data of a data set: file names, contents and preprocessing. A simulation's truth and
 * files that nobody reads do not change it.
 */
function fingerprintOf(hashes: FileHashes, rectify: boolean): string {
  // The way of resizing was a choice once; the runs that the package ships are named after
  // fingerprints with it.
  const hash = createHash('sha256').update(JSON.stringify({ rectify, resizing: 'bilinear' }));
  for (const [name, content] of [...hashes].sort(([left], [right]) => (left < right ? -1 : 1)))
    hash.update(`\n${name} ${content}`);
  return hash.digest('hex');
}

/** SHA-256 of every file that is read, by its path in the data set. */
type FileHashes = ReadonlyMap<string, string>;

async function hashFiles({ folder, regions }: FolderListing): Promise<FileHashes> {
  const hashes = new Map<string, string>();
  for (const { region, files } of regions)
    for (const name of fingerprintFiles.filter((file) => files.has(file))) {
      const content = await readBytes(path.join(regionFolder(folder, region), name));
      hashes.set(`region${region}/${name}`, createHash('sha256').update(content).digest('hex'));
    }
  return hashes;
}

/**
 * Recordings are named region by region, and without single trials where no mean is computed from
 * them: what was trained stays valid when sessions are added, or their trials.
 */
function fingerprintsByRegion(
  { regions }: FolderListing,
  hashes: FileHashes,
  rectify: boolean,
): Readonly<Record<number, string>> {
  const ofRegion = (region: number): FileHashes =>
    new Map(
      [...hashes].filter(
        ([name]) =>
          name.startsWith(`region${region}/`) &&
          (rectify || !name.endsWith(`/${REGION_FILES.testTrials}`)),
      ),
    );
  return Object.fromEntries(
    regions.map(({ region }) => [region, fingerprintOf(ofRegion(region), rectify)]),
  );
}

/**
 * Opens a data set: `simulated` (made when it is not there), `antolik2016` and `cowley2023`
 * (installed by `npm run data -- NAME`), or any folder in the same layout. Its files are hashed, not yet read as
 * arrays.
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
  const folder = isName ? path.join(dataFolder, nameOrFolder) : path.resolve(nameOrFolder);
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
    : `add it in the layout that \`npm run data -- --help\` shows, or use simulated, ${PUBLISHED.join(' or ')}.`;
  const listing = await listFolder(folder, requireTraining, cure);
  const hashes = await hashFiles(listing);
  const fingerprint = fingerprintOf(hashes, rectify);
  const identity: DatasetIdentity = {
    // Its own name, unless that would mix results on it with those on the package's simulation.
    name:
      !isName && SIMULATED.test(folderName)
        ? `${folderName}-${fingerprint.slice(0, 8)}`
        : folderName,
    kind: listing.isSimulated ? 'simulated' : 'real',
    fingerprint,
    ...(listing.isSimulated
      ? {}
      : { regionFingerprints: fingerprintsByRegion(listing, hashes, rectify) }),
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
