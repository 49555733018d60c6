import path from 'node:path';
import { openDataset } from '../../data/dataset';
import { SIMULATION_VERSION, writeSimulatedDataset, type ResponseNoise } from '../../data/simulated';
import { ensureSimulation, SIMULATION_SEED } from '../../data/simulatedFolder';
import { UserError } from '../../errors';
import { createStatusLine } from '../progress/statusLine';

export interface SimulateOptions {
  readonly neurons?: number;
  readonly seed: number;
  readonly noise: ResponseNoise;
  readonly folder?: string;
}

/** `npm run data -- simulated`: the package's own simulation, or with `--folder` any other. */
export async function simulate({ neurons, seed, noise, folder }: SimulateOptions): Promise<void> {
  const status = createStatusLine();
  const onProgress = (stage: string): void => status.update(stage);
  if (folder === undefined) {
    if (seed !== SIMULATION_SEED || noise !== 'gamma') {
      throw new UserError(`"simulated" always means seed ${SIMULATION_SEED} and gamma noise: name another place with --folder DIR, and use it with --data DIR.`);
    }
    const dataset = await openDataset('simulated', { neurons, onProgress }).finally(() => status.end());
    process.stdout.write(`${dataset.folder}: use it with --data ${dataset.identity.name}.\n`);
    return;
  }
  const request = { seed, noise, ...(neurons === undefined ? {} : { neurons }) };
  await ensureSimulation(path.resolve(folder), request, SIMULATION_VERSION, writeSimulatedDataset, onProgress).finally(() => status.end());
  process.stdout.write(`${path.resolve(folder)}: use it with --data ${folder}.\n`);
}
