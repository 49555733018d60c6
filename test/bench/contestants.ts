import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Execution } from '../../src/backend/recordedStep';
import type { BenchCommand } from './benchProcess';
import type { StepSetting } from './measurement';

/** A backend of ours, or a peer in Python. */
export interface Contestant {
  readonly backend: string;
  /** @returns how it is started, or why it cannot be */
  readonly command: (setting: StepSetting) => Promise<BenchCommand | string>;
}

/**
 * Interpreters that may have the peers' libraries, separated as in PATH; `python3` is always tried
 * too.
 */
export const peerPythonVariable = 'DAE_NR_PEER_PYTHON';

/** A driver of NVIDIA leaves one of them; on WSL 2 it is the driver of Windows. */
const driverFiles = ['/proc/driver/nvidia/version', '/usr/lib/wsl/lib/libcuda.so.1'];

const peers = join(__dirname, 'peers');

function ours(
  backend: string,
  execution: Execution,
  whyAbsent: (setting: StepSetting) => Promise<string | undefined>,
  environment: NodeJS.ProcessEnv,
): Contestant {
  return {
    backend,
    command: async (setting) =>
      (await whyAbsent(setting)) ?? {
        file: process.execPath,
        parameters: [
          ...process.execArgv,
          join(__dirname, 'stepWorker.ts'),
          setting.model,
          String(setting.batch),
          execution,
        ],
        environment: { ...threadLimits(setting.threads), ...environment },
      },
  };
}

const onGpu: NodeJS.ProcessEnv = { DAE_NR_BACKEND: 'native' };
/** The threads are those of the processor, of ours and of the peers. */
const withoutGpu: NodeJS.ProcessEnv = { CUDA_VISIBLE_DEVICES: '-1' };
const onProcessor: NodeJS.ProcessEnv = { ...onGpu, ...withoutGpu };

function peer(backend: string, script: string, library: string, ...modes: string[]): Contestant {
  return {
    backend,
    command: async ({ model, batch, threads }) => {
      const python = await interpreterWith(library);
      return python === undefined
        ? `no Python with ${library} (name one in ${peerPythonVariable})`
        : {
            file: python,
            parameters: [join(peers, script), model, String(batch), String(threads), ...modes],
            environment: { ...threadLimits(threads), ...withoutGpu, PYTHONDONTWRITEBYTECODE: '1' },
          };
    },
  };
}

/** In the order of the table. */
export const contestants: readonly Contestant[] = [
  ours('native', 'graph', async () => undefined, onProcessor),
  ours('native, eager', 'eager', async () => undefined, onProcessor),
  ours('gpu', 'graph', () => whyNoGpu(), onGpu),
  ours('wasm', 'eager', async ({ threads }) => (threads > 1 ? 'WASM has one thread' : undefined), {
    DAE_NR_BACKEND: 'wasm',
  }),
  peer('pytorch', 'torch_step.py', 'torch', 'eager'),
  peer('pytorch, compiled', 'torch_step.py', 'torch', 'compiled'),
  peer('tf.function', 'tensorflow_step.py', 'tensorflow'),
];

function threadLimits(threads: number): NodeJS.ProcessEnv {
  const count = String(threads);
  return { TF_NUM_INTRAOP_THREADS: count, TF_NUM_INTEROP_THREADS: count, OMP_NUM_THREADS: count };
}

let gpuReason: Promise<string | undefined> | undefined;

/** Asks a process of the library once what it computes on. */
function whyNoGpu(): Promise<string | undefined> {
  gpuReason ??= findGpu();
  return gpuReason;
}

async function findGpu(): Promise<string | undefined> {
  if (!driverFiles.some((file) => existsSync(file))) {
    return 'no NVIDIA GPU here';
  }
  const module = join(__dirname, '..', '..', 'src', 'runs', 'trainer');
  const program =
    `require(${JSON.stringify(module)}).computeDevice().then(({ device }) => ` +
    "process.exit(device === 'GPU' ? 0 : 1))";
  const child = spawn(process.execPath, [...process.execArgv, '-e', program], {
    stdio: 'ignore',
    env: { ...process.env, ...onGpu },
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status === 0
    ? undefined
    : 'TensorFlow finds none (npm run setup -- --gpu brings what it needs)';
}

const interpreters = new Map<string, Promise<string | undefined>>();

function interpreterWith(library: string): Promise<string | undefined> {
  const known = interpreters.get(library) ?? findInterpreter(library);
  interpreters.set(library, known);
  return known;
}

async function findInterpreter(library: string): Promise<string | undefined> {
  const named = (process.env[peerPythonVariable] ?? '')
    .split(delimiter)
    .filter((file) => file !== '');
  for (const python of [...named, 'python3']) {
    const child = spawn(
      python,
      [
        '-c',
        `import importlib.util, sys; sys.exit(importlib.util.find_spec("${library}") is None)`,
      ],
      { stdio: 'ignore' },
    );
    const [status] = (await once(child, 'exit').catch(() => [1])) as [number | null];
    if (status === 0) {
      return python;
    }
  }
  return undefined;
}
