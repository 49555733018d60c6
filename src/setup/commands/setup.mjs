import { wantedBackend } from '../backend.mjs';
import { describeDevice, measureDevice } from '../device.mjs';
import { say } from '../messages.mjs';
import { prepare, usual } from '../prepare.mjs';
import { chooseVariant, rememberedVariant, tensorFlowLibrary } from '../tensorFlowLibrary.mjs';

export const usage = `Usage: npm run setup [-- --gpu | --cpu] [-- --backend native|wasm|cpu]
                    [-- --snakemake]

Makes a working installation of this clone: npm dependencies, native TensorFlow, a Python
environment for notebooks, their kernel, the build. Every other command does this by itself.
  --gpu              TensorFlow with the kernels for NVIDIA GPUs and the CUDA libraries they need
                     (2.2 GB download, 3.6 GB on disk; Linux x64), kept by every later command
  --cpu              back to TensorFlow for the processor
  --backend wasm     without native TensorFlow: WebAssembly computes, several times slower
  --backend native   an error, not a note, where there is no native TensorFlow for this machine
  --snakemake        Snakemake too, with its Slurm executor, which reproduce -- --engine snakemake
                     adds by itself`;

export const options = {
  gpu: { type: 'boolean' },
  cpu: { type: 'boolean' },
  backend: { type: 'string' },
  snakemake: { type: 'boolean' },
};

export async function run(chosen) {
  chooseVariant(chosen);
  // Where this system has no such variant, that is said before anything is installed.
  if (chosen.gpu) tensorFlowLibrary();
  await prepare(chosen.snakemake ? [...usual, 'snakemakeEnvironment'] : usual);
  const hasGpuVariant = rememberedVariant() === 'gpu' && (wantedBackend() ?? 'native') === 'native';
  say(`everything is in place${hasGpuVariant ? `; ${describeDevice(await measureDevice())}` : ''}`);
}
