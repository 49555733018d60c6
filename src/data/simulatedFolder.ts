import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findOrMake } from '../claim';
import { folderClaim, removeAtOnce } from './folderClaim';
import type { SimulationRequest } from './simulated/writeSimulatedDataset';
import { isCompleteSimulation, sealSimulation } from './simulationSeal';

/** Told while a simulation is made: what it is doing and, where known, how much of it is done (0 ... 1). */
export type SimulationProgress = (stage: string, share?: number) => void;

/** Writes the files of a simulation into an existing empty folder. */
export type SimulationWriter = (folder: string, request: SimulationRequest, onProgress: SimulationProgress) => Promise<void>;

/** Seed of the simulation that the package ships results for. */
export const SIMULATION_SEED = 1;

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

/**
 * Makes a simulation unless it is there, whole and unchanged. One made by an older version of the simulation is replaced.
 * Processes that ask at the same time wait for the first; one that is killed leaves no half-made folder.
 * @param version of the simulation's code; part of what is written into the folder by `write`.
 * @throws UserError when the folder holds something else or its files were changed.
 */
export async function ensureSimulation(folder: string, request: SimulationRequest, version: number, write: SimulationWriter, onProgress: SimulationProgress = () => {}): Promise<void> {
  const isThere = async (): Promise<true | undefined> => (await isCompleteSimulation(folder, request, version)) || undefined;
  const make = async (): Promise<true> => {
    await removeLeftovers(folder);
    const temporary = path.join(path.dirname(folder), `.${path.basename(folder)}.${process.pid}.tmp`);
    await removeAtOnce(folder, temporary);
    await mkdir(temporary);
    try {
      await write(temporary, request, onProgress);
      await sealSimulation(temporary);
      await rename(temporary, folder);
    } catch (error) {
      const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || !(await isThere())) throw error;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return true;
  };
  await findOrMake(folderClaim(folder), isThere, make, { onWaiting: () => onProgress('waiting for another process that makes the same simulation') });
}
