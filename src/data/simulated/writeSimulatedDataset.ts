import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors';
import { REGION_FILES, regionFolder, SIMULATION_FILE, TRUTH_FILES } from '../layout';
import { makeFolder } from '../makeFolder';
import { writeNpy } from '../npy';
import { SOURCE_PIXELS } from './naturalImages';
import { regionParameters } from './regionParameters';
import { simulateRegion } from './simulateRegion';

/** Raised by hand whenever the same seed gives other files; guarded by a golden test. */
export const SIMULATION_VERSION = 2;

/** What is simulated; equal requests give equal files. */
export interface SimulationRequest {
  readonly seed: number;
  /** Neurons in every region; absent: as many as were recorded (103, 55, 102). */
  readonly neurons?: number | undefined;
}

/** Told what is being made and, where known, how much of it is done (0 ... 1). */
export type SimulationProgress = (stage: string, share?: number) => void;

const descriptionSchema = z.object({
  seed: z.number(),
  version: z.number(),
  neurons: z.union([z.number(), z.array(z.number())]),
});

function describe(
  { seed, neurons }: SimulationRequest,
  version: number,
): z.infer<typeof descriptionSchema> {
  return { seed, version, neurons: neurons ?? regionParameters.map((region) => region.neurons) };
}

/**
 * Simulates the whole data set into an empty folder, in the layout of Antolik et al. 2016: pixels
 * as uint8, responses as float32.
 */
export async function writeSimulatedDataset(
  folder: string,
  request: SimulationRequest,
  onProgress: SimulationProgress = () => {},
): Promise<void> {
  for (const [index, recorded] of regionParameters.entries()) {
    onProgress(`simulating region ${recorded.region}`, index / regionParameters.length);
    const simulated = simulateRegion(
      { ...recorded, neurons: request.neurons ?? recorded.neurons },
      request.seed,
    );
    const { truth, trainingPixels, testPixels } = simulated;
    const place = regionFolder(folder, recorded.region);
    await mkdir(place);
    for (const [file, values] of [
      [REGION_FILES.trainingImages, trainingPixels],
      [REGION_FILES.testImages, testPixels],
    ] as const) {
      await writeNpy(
        path.join(place, file),
        { shape: [values.length / SOURCE_PIXELS, SOURCE_PIXELS], values },
        'u1',
      );
    }
    for (const name of ['trainingResponses', 'testResponses', 'testTrials'] as const)
      await writeNpy(path.join(place, REGION_FILES[name]), simulated[name]);
    for (const name of [
      'trainingRates',
      'testRates',
      'receptiveFields',
      'receptiveFieldCentres',
    ] as const) {
      await writeNpy(path.join(place, TRUTH_FILES[name]), truth[name]);
    }
    await writeFile(
      path.join(place, TRUTH_FILES.cellTypes),
      `${JSON.stringify(truth.cellTypes)}\n`,
    );
  }
  await writeFile(
    path.join(folder, SIMULATION_FILE),
    `${JSON.stringify(describe(request, SIMULATION_VERSION), null, 1)}\n`,
  );
}

/**
 * Makes a simulation unless it is there. One made by an older version of the code is replaced.
 * @throws UserError when the folder holds something else
 */
export async function ensureSimulation(
  folder: string,
  request: SimulationRequest,
  onProgress: SimulationProgress = () => {},
): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.length === 0) return false;
    if (!names.includes(SIMULATION_FILE))
      throw new UserError(
        `${folder} is needed for the simulation but holds something else: move it away.`,
      );
    const found = await readFile(path.join(folder, SIMULATION_FILE), 'utf8')
      .then((text) => descriptionSchema.parse(JSON.parse(text)))
      .catch(() => {
        throw new UserError(
          `${SIMULATION_FILE} in ${folder} is damaged: delete the folder, and the simulation ` +
            'is made again.',
        );
      });
    if (JSON.stringify(found) !== JSON.stringify(describe(request, found.version))) {
      throw new UserError(
        `${folder} holds another simulation (seed ${found.seed}, neurons ` +
          `${String(found.neurons)}) than the one asked for: use another folder, or delete ` +
          'this one.',
      );
    }
    return found.version === SIMULATION_VERSION;
  };
  const make = (empty: string): Promise<void> => writeSimulatedDataset(empty, request, onProgress);
  await makeFolder(folder, {
    what: 'makes the same simulation',
    isThere,
    make,
    onStage: onProgress,
  });
}
