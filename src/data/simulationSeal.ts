import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { hashOfFile } from './fingerprint';
import { SIMULATION_FILE } from './layout';
import type { SimulationRequest } from './simulated/writeSimulatedDataset';

const CHECKSUM_FILE = 'checksums.json';
const checksumSchema = z.record(z.string(), z.string());
const simulationSchema = z.object({ seed: z.number(), version: z.number(), neurons: z.unknown(), noise: z.string() });

/** SHA-256 of every file below a folder except the list itself, by name. */
async function checksumsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => name !== CHECKSUM_FILE)
    .sort();
  const checksums: Record<string, string> = {};
  for (const name of files) {
    checksums[name] = await hashOfFile(path.join(folder, name));
  }
  return checksums;
}

/** Lists the checksums of a finished simulation in it, so that a later change is noticed. */
export async function sealSimulation(folder: string): Promise<void> {
  await writeWhole(path.join(folder, CHECKSUM_FILE), `${JSON.stringify(await checksumsOf(folder), null, 1)}\n`);
}

/** undefined: there is no such file; null: it holds no JSON. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
  }
}

/** Whether the folder holds the simulation of this version; @throws UserError when it holds something else or was changed. */
export async function isCompleteSimulation(folder: string, { seed, neurons, noise = 'gamma' }: SimulationRequest, version: number): Promise<boolean> {
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
  const found = parsed.data;
  // A simulation with the recorded population sizes lists them; one with a common size names it.
  const foundNeurons = typeof found.neurons === 'number' ? found.neurons : undefined;
  if (found.seed !== seed || foundNeurons !== neurons || found.noise !== noise) {
    throw new UserError(`${folder} holds another simulation (seed ${found.seed}, neurons ${foundNeurons ?? 'as recorded'}, ${found.noise} noise) than the one asked for: use another folder, or ${cure}`);
  }
  if (found.version !== version) {
    return false;
  }
  const present = await checksumsOf(folder);
  const changed = Object.keys({ ...checksums.data, ...present }).filter((name) => checksums.data[name] !== present[name]);
  if (changed.length > 0) {
    throw new UserError(`${folder} was changed after it was made (${changed.slice(0, 5).join(', ')}): ${cure}`);
  }
  return true;
}
