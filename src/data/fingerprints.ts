import { createHash } from 'node:crypto';
import path from 'node:path';
import { REGION_FILES, regionFolder, type FolderListing } from './layout';
import type { LoadOptions } from './loadRegion';
import { readBytes } from './npy';
import type { DatasetIdentity } from './region';

/** SHA-256 of every file that is read, by its path in the data set. */
type FileHashes = ReadonlyMap<string, string>;

const hashedFiles = Object.values(REGION_FILES);

async function hashFiles({ folder, regions }: FolderListing): Promise<FileHashes> {
  const hashes = new Map<string, string>();
  for (const { region, files } of regions)
    for (const name of hashedFiles.filter((file) => files.has(file))) {
      const content = await readBytes(path.join(regionFolder(folder, region), name));
      hashes.set(`region${region}/${name}`, createHash('sha256').update(content).digest('hex'));
    }
  return hashes;
}

/** Names data by file names, contents and preprocessing. */
function fingerprintOf(hashes: FileHashes, { rectify, isScaled, pixels }: LoadOptions): string {
  // The way of resizing was a choice once; the runs that the package ships are named after
  // fingerprints with it.
  const hash = createHash('sha256').update(
    JSON.stringify({
      rectify,
      resizing: 'bilinear',
      pixels,
      ...(isScaled ? { responses: 'divided by their mean' } : {}),
    }),
  );
  for (const [name, content] of [...hashes].sort(([left], [right]) => (left < right ? -1 : 1)))
    hash.update(`\n${name} ${content}`);
  return hash.digest('hex');
}

/**
 * Names the data of an opened folder. A simulation's truth and files that nobody reads do not change
 * it. Recordings are named region by region too, and there without single trials where no mean is
 * computed from them: what was trained stays valid when sessions are added, or their trials.
 */
export async function fingerprints(
  listing: FolderListing,
  options: LoadOptions,
): Promise<Pick<DatasetIdentity, 'fingerprint' | 'regionFingerprints'>> {
  const hashes = await hashFiles(listing);
  const isTrained = (name: string): boolean =>
    options.rectify || !name.endsWith(`/${REGION_FILES.testTrials}`);
  const ofRegion = (region: number): FileHashes =>
    new Map([...hashes].filter(([name]) => name.startsWith(`region${region}/`) && isTrained(name)));
  return {
    fingerprint: fingerprintOf(hashes, options),
    regionFingerprints: listing.isSimulated
      ? undefined
      : Object.fromEntries(
          listing.regions.map(({ region }) => [region, fingerprintOf(ofRegion(region), options)]),
        ),
  };
}
