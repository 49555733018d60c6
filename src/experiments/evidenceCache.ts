import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Dataset } from '../data/region';
import { committedRecordsFolder } from '../runs/recordFolders';
import { float32Bytes, float32Values } from '../runs/recordCodec';
import { writeWhole } from '../writeWhole';
import { gatherEvidence, type RegionEvidence } from './evidence';

/** Bumped by hand whenever a baseline or its place in the evidence changes. */
const evidenceVersion = 2;

const defaultFolder = path.join(__dirname, '..', '..', '.cache', 'evidence');

/** Baselines of the simulated data that come with the package, beside its records. */
export function shippedEvidenceFolder(): string {
  return path.join(committedRecordsFolder(), 'baselines');
}

export interface EvidenceFolders {
  /** Where it is kept between calls; `.cache/evidence` by default. */
  readonly cache?: string | undefined;
  /** Looked at first and never written: what another machine gathered differs in the last digits. */
  readonly shipped?: string | undefined;
}

function pack(_key: string, value: unknown): unknown {
  return value instanceof Float32Array ? { float32: float32Bytes(value).toString('base64') } : value;
}

function unpack(_key: string, value: unknown): unknown {
  const packed = (value as { readonly float32?: unknown } | null)?.float32;
  return typeof packed === 'string' ? float32Values(Buffer.from(packed, 'base64')) : value;
}

/** A broken or missing file counts as not there: the evidence is gathered again. */
async function readCached(file: string): Promise<RegionEvidence | undefined> {
  try {
    return JSON.parse((await promisify(gunzip)(await readFile(file))).toString('utf8'), unpack) as RegionEvidence;
  } catch {
    return undefined;
  }
}

function fileName({ identity }: Dataset, region: number): string {
  return `${identity.fingerprint.slice(0, 16)}-region${region}-v${evidenceVersion}.json.gz`;
}

/** The same files can be opened under another name. */
function isOf({ identity }: Dataset, evidence: RegionEvidence | undefined): evidence is RegionEvidence {
  return evidence?.dataset.fingerprint === identity.fingerprint && evidence.dataset.name === identity.name;
}

async function writeEvidence(file: string, evidence: RegionEvidence): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, await promisify(gzip)(JSON.stringify(evidence, pack)));
}

/** The evidence of a region, gathered once: every notebook and the final tables need it, and the baselines take seconds. */
export async function loadEvidence(
  dataset: Dataset,
  region: number,
  { cache = defaultFolder, shipped }: EvidenceFolders = {},
): Promise<RegionEvidence> {
  const file = fileName(dataset, region);
  for (const folder of shipped === undefined ? [cache] : [shipped, cache]) {
    const kept = await readCached(path.join(folder, file));
    if (isOf(dataset, kept)) return kept;
  }
  const evidence = gatherEvidence(await dataset.loadRegion(region));
  await writeEvidence(path.join(cache, file), evidence);
  return evidence;
}

/** Gathers the evidence of every region into a folder that is committed; what is there already stays as it is, other versions go. */
export async function publishEvidence(dataset: Dataset, folder = shippedEvidenceFolder()): Promise<void> {
  const wanted = dataset.regions.map((region) => fileName(dataset, region));
  for (const region of dataset.regions) {
    const file = path.join(folder, fileName(dataset, region));
    if (!isOf(dataset, await readCached(file))) await writeEvidence(file, gatherEvidence(await dataset.loadRegion(region)));
  }
  const outdated = (await readdir(folder)).filter((name) => !wanted.includes(name));
  await Promise.all(outdated.map((name) => rm(path.join(folder, name))));
}
