import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, extname, join, resolve } from 'node:path';
import type { BenchCommand } from './benchProcess';
import type { StepSetting } from './measurement';

/** A backend of ours, or a peer in Python. */
export interface Contestant {
  readonly backend: string;
  /** @returns how it is started, or why it cannot be */
  readonly command: (setting: StepSetting) => Promise<BenchCommand | string>;
}

/** Interpreters that may have the peers' libraries, separated as in PATH; `python3` is always tried too. */
export const peerPythonVariable = 'DAE_NR_PEER_PYTHON';

const peers = resolve(__dirname, '..', '..', 'src', 'bench', 'peers');

function ours(backend: 'native' | 'wasm'): Contestant {
  return {
    backend,
    command: async ({ model, batch, threads }) =>
      backend === 'wasm' && threads > 1
        ? 'WASM has one thread'
        : {
            file: process.execPath,
            parameters: [...process.execArgv, join(__dirname, `stepWorker${extname(__filename)}`), model, String(batch)],
            environment: { ...threadLimits(threads), DAE_NR_BACKEND: backend },
          },
  };
}

function peer(backend: string, script: string, library: string): Contestant {
  return {
    backend,
    command: async ({ model, batch, threads }) => {
      const python = await interpreterWith(library);
      return python === undefined
        ? `no Python with ${library} (name one in ${peerPythonVariable})`
        : {
            file: python,
            parameters: [join(peers, script), model, String(batch), String(threads)],
            environment: { ...threadLimits(threads), PYTHONDONTWRITEBYTECODE: '1' },
          };
    },
  };
}

/** In the order of the table. */
export const contestants: readonly Contestant[] = [
  ours('native'),
  ours('wasm'),
  peer('pytorch', 'torch_step.py', 'torch'),
  peer('tf.function', 'tensorflow_step.py', 'tensorflow'),
];

function threadLimits(threads: number): NodeJS.ProcessEnv {
  const count = String(threads);
  return { TF_NUM_INTRAOP_THREADS: count, TF_NUM_INTEROP_THREADS: count, OMP_NUM_THREADS: count };
}

const interpreters = new Map<string, Promise<string | undefined>>();

function interpreterWith(library: string): Promise<string | undefined> {
  const known = interpreters.get(library) ?? findInterpreter(library);
  interpreters.set(library, known);
  return known;
}

async function findInterpreter(library: string): Promise<string | undefined> {
  const named = (process.env[peerPythonVariable] ?? '').split(delimiter).filter((file) => file !== '');
  for (const python of [...named, 'python3']) {
    const child = spawn(python, ['-c', `import importlib.util, sys; sys.exit(importlib.util.find_spec("${library}") is None)`], { stdio: 'ignore' });
    const [status] = (await once(child, 'exit').catch(() => [1])) as [number | null];
    if (status === 0) {
      return python;
    }
  }
  return undefined;
}
