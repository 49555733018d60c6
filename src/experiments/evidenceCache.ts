import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Dataset } from '../data/region';
import { float32Bytes, float32Values } from '../runs/recordCodec';
import { writeWhole } from '../writeWhole';
import { gatherEvidence, type RegionEvidence } from './evidence';

/** Bumped by hand whenever a baseline or its place in the evidence changes. */
const evidenceVersion = 2;

const defaultFolder = path.join(__dirname, '..', '..', '.cache', 'evidence');

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

/**
 * The evidence of a region, gathered once: every notebook and the final tables need it, and the baselines take seconds.
 * @param folder where it is kept, by the fingerprint of the data
 */
export async function loadEvidence(dataset: Dataset, region: number, folder = defaultFolder): Promise<RegionEvidence> {
  const file = path.join(folder, `${dataset.identity.fingerprint.slice(0, 16)}-region${region}-v${evidenceVersion}.json.gz`);
  const cached = await readCached(file);
  // The same files can be opened under another name.
  if (
    cached !== undefined &&
    cached.dataset.fingerprint === dataset.identity.fingerprint &&
    cached.dataset.name === dataset.identity.name
  )
    return cached;
  const evidence = gatherEvidence(await dataset.loadRegion(region));
  await mkdir(folder, { recursive: true });
  await writeWhole(file, await promisify(gzip)(JSON.stringify(evidence, pack)));
  return evidence;
}
