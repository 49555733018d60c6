import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors';
import { TRUTH_FILES } from './layout';
import type { NdArray } from './ndArray';
import { readNpy } from './npy';
import type { GroundTruth } from './region';

const cellTypesSchema = z.array(z.enum(['simple', 'complex', 'unresponsive']));

async function readShaped(file: string, shape: readonly number[]): Promise<NdArray> {
  const array = await readNpy(file);
  if (array.shape.join() !== shape.join()) {
    throw new UserError(`${file} has the shape (${array.shape.join(', ')}) instead of (${shape.join(', ')}): make the simulation again.`);
  }
  return array;
}

async function readCellTypes(file: string, neurons: number): Promise<GroundTruth['cellTypes']> {
  try {
    return cellTypesSchema.length(neurons).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new UserError(`${file} is not a list of ${neurons} cell types (simple, complex, unresponsive): make the simulation again.`);
  }
}

/**
 * Reads what only a simulation knows about its region.
 * @throws UserError when a file is missing or does not fit the region.
 */
export async function readGroundTruth(folder: string, trainingCount: number, testCount: number, neurons: number): Promise<GroundTruth> {
  const file = (name: keyof typeof TRUTH_FILES): string => path.join(folder, TRUTH_FILES[name]);
  return {
    trainingRates: await readShaped(file('trainingRates'), [trainingCount, neurons]),
    testRates: await readShaped(file('testRates'), [testCount, neurons]),
    receptiveFields: await readShaped(file('receptiveFields'), [neurons, 31, 31]),
    receptiveFieldCentres: await readShaped(file('receptiveFieldCentres'), [neurons, 2]),
    cellTypes: await readCellTypes(file('cellTypes'), neurons),
  };
}
