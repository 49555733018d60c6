import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { UserError } from '../errors';
import { sha256OfFile } from './fingerprint';
import { SIMULATION_FILE } from './layout';
import type { ResponseNoise } from './simulated';

/** What is simulated. Equal requests give equal files. */
export interface SimulationRequest {
  readonly seed: number;
  /** Neurons in every region; absent: as many as were recorded. */
  readonly neurons?: number;
  /** How single trials vary around the true rates; absent: as in the recordings. */
  readonly noise?: ResponseNoise;
}

/** Told while a simulation is made: what it is doing and, where known, how much of it is done (0 ... 1). */
export type SimulationProgress = (stage: string, share?: number) => void;

/** Writes the files of a simulation into an existing empty folder. */
export type SimulationWriter = (folder: string, request: SimulationRequest, onProgress: SimulationProgress) => Promise<void>;

/** Seed of the simulation that the package ships results for. */
export const SIMULATION_SEED = 1;

const RECORDED_NOISE: ResponseNoise = 'gamma';
const CHECKSUM_FILE = 'checksums.json';
const checksumSchema = z.record(z.string(), z.string());
const simulationSchema = z.object({ seed: z.number(), version: z.number(), neurons: z.unknown(), noise: z.string() });

/** A simulation with the recorded population sizes lists them; one with a common size names it. */
function neuronsOf({ neurons }: z.infer<typeof simulationSchema>): number | undefined {
  return typeof neurons === 'number' ? neurons : undefined;
}

async function checksumsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => name !== CHECKSUM_FILE)
    .sort();
  const checksums: Record<string, string> = {};
  for (const name of files) {
    checksums[name] = await sha256OfFile(path.join(folder, name));
  }
  return checksums;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    return null;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what processes that were killed while simulating left beside the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  const prefix = `.${path.basename(folder)}.`;
  for (const name of await readdir(path.dirname(folder))) {
    const processId = name.startsWith(prefix) && name.endsWith('.tmp') ? Number(name.slice(prefix.length, -'.tmp'.length)) : NaN;
    if (Number.isInteger(processId) && processId !== process.pid && !isAlive(processId)) {
      await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/** Whether the folder holds the simulation of this version; @throws UserError when it holds something else or was changed. */
async function isComplete(folder: string, request: SimulationRequest, version: number): Promise<boolean> {
  const simulation = await readJson(path.join(folder, SIMULATION_FILE));
  if (simulation === undefined) {
    if ((await readdir(folder).catch(() => [])).length > 0) {
      throw new UserError(`${folder} is needed for the simulation but holds something else: move it away.`);
    }
    return false;
  }
  const cure = 'delete this folder, and it is made again.';
  const parsed = simulationSchema.safeParse(simulation);
  const checksums = checksumSchema.safeParse(await readJson(path.join(folder, CHECKSUM_FILE)));
  if (!parsed.success || !checksums.success) {
    throw new UserError(`${folder} is not a whole simulation: ${cure}`);
  }
  const isOther = parsed.data.seed !== request.seed || neuronsOf(parsed.data) !== request.neurons || parsed.data.noise !== (request.noise ?? RECORDED_NOISE);
  if (isOther) {
    throw new UserError(`${folder} holds another simulation (seed ${parsed.data.seed}, neurons ${neuronsOf(parsed.data) ?? 'as recorded'}, ${parsed.data.noise} noise) than the one asked for: use another folder, or ${cure}`);
  }
  if (parsed.data.version !== version) {
    return false;
  }
  const present = await checksumsOf(folder);
  const changed = Object.keys({ ...checksums.data, ...present }).filter((name) => checksums.data[name] !== present[name]);
  if (changed.length > 0) {
    throw new UserError(`${folder} was changed after it was made (${changed.slice(0, 5).join(', ')}): ${cure}`);
  }
  return true;
}

/**
 * Makes a simulation unless it is there, whole and unchanged. One made by an older version of the simulation is replaced.
 * Processes that ask at the same time wait for the first; one that is killed leaves no half-made folder.
 * @param version of the simulation's code; part of what is written into the folder by `write`.
 * @throws UserError when the folder holds something else or its files were changed.
 */
export async function ensureSimulation(folder: string, request: SimulationRequest, version: number, write: SimulationWriter, onProgress: SimulationProgress = () => {}): Promise<void> {
  if (await isComplete(folder, request, version)) {
    return;
  }
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  const lockOptions = { realpath: false, lockfilePath: path.join(parent, `.${path.basename(folder)}.lock`), stale: 30_000 };
  if (await check(folder, lockOptions)) {
    onProgress('waiting for another process that makes the same simulation');
  }
  const release = await lock(folder, {
    ...lockOptions,
    retries: { retries: 1200, factor: 1, minTimeout: 500 },
    // The rename below decides, so that a lock lost to a long pause costs double work only.
    onCompromised: () => {},
  });
  try {
    if (await isComplete(folder, request, version)) {
      return;
    }
    await removeLeftovers(folder);
    await rm(folder, { recursive: true, force: true });
    const temporary = path.join(parent, `.${path.basename(folder)}.${process.pid}.tmp`);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    try {
      await write(temporary, request, onProgress);
      await writeFileAtomic(path.join(temporary, CHECKSUM_FILE), `${JSON.stringify(await checksumsOf(temporary), null, 1)}\n`);
      await rename(temporary, folder);
    } catch (error) {
      const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || !(await isComplete(folder, request, version))) {
        throw error;
      }
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } finally {
    await release().catch(() => {});
  }
}
