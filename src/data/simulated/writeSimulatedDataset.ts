import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REGION_FILES, regionFolder, SIMULATION_FILE, TRUTH_FILES } from '../layout';
import { writeNpy } from '../npy';
import { IMAGE_SIDE } from './naturalImages';
import { regionParameters } from './regionParameters';
import { simulateRegion, type ResponseNoise, type SimulatedRegion } from './simulateRegion';

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

/** Raised by hand whenever the same seed gives other files; guarded by a golden test. */
export const SIMULATION_VERSION = 2;

/** What is simulated; equal requests give equal files. */
export interface SimulationRequest {
  readonly seed: number;
  /** Neurons in every region; absent: as many as were recorded (103, 55, 102). */
  readonly neurons?: number | undefined;
  /** How single trials vary around the true rates. Default: gamma, which fits the recordings. */
  readonly noise?: ResponseNoise | undefined;
}

async function writeRegion(folder: string, simulated: SimulatedRegion): Promise<void> {
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => path.join(folder, name);
  const pixels = (values: Uint8Array): { shape: number[]; values: Uint8Array } => ({ shape: [values.length / PIXELS, PIXELS], values });
  await writeNpy(at(REGION_FILES.trainingImages), pixels(simulated.trainingPixels), 'u1');
  await writeNpy(at(REGION_FILES.testImages), pixels(simulated.testPixels), 'u1');
  await writeNpy(at(REGION_FILES.trainingResponses), simulated.trainingResponses);
  await writeNpy(at(REGION_FILES.testResponses), simulated.testResponses);
  await writeNpy(at(REGION_FILES.testTrials), simulated.testTrials);
  const { truth } = simulated;
  await writeNpy(at(TRUTH_FILES.trainingRates), truth.trainingRates);
  await writeNpy(at(TRUTH_FILES.testRates), truth.testRates);
  await writeNpy(at(TRUTH_FILES.receptiveFields), truth.receptiveFields);
  await writeNpy(at(TRUTH_FILES.receptiveFieldCentres), truth.receptiveFieldCentres);
  await writeFile(at(TRUTH_FILES.cellTypes), `${JSON.stringify(truth.cellTypes)}\n`);
}

/**
 * Simulates the whole data set into a folder, in the layout of Antolik et al. 2016: pixels as uint8, responses as float32.
 * @param onProgress told which region is being made and the share done.
 */
export async function writeSimulatedDataset(
  folder: string,
  { seed, neurons, noise = 'gamma' }: SimulationRequest,
  onProgress: (stage: string, share?: number) => void = () => {},
): Promise<void> {
  for (const [index, recorded] of regionParameters.entries()) {
    onProgress(`simulating region ${recorded.region}`, index / regionParameters.length);
    const parameters = { ...recorded, neurons: neurons ?? recorded.neurons };
    await writeRegion(regionFolder(folder, recorded.region), simulateRegion(parameters, seed, noise));
  }
  const description = { seed, version: SIMULATION_VERSION, neurons: neurons ?? regionParameters.map((region) => region.neurons), noise };
  await writeFile(path.join(folder, SIMULATION_FILE), `${JSON.stringify(description, null, 1)}\n`);
}
