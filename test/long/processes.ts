import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(__dirname, '..', '..');
const marker = 'DAE_NR_TEST_FAMILY';

/**
 * A process that was started with all its descendants, which are known by a variable of their
 * environment.
 */
export interface Family {
  readonly child: ChildProcess;
  /** Its exit status, and what it said; a killed one has status null. */
  readonly end: Promise<{ readonly status: number | null; readonly output: string }>;
  /** Living members whose command line contains a text, the first process included. */
  readonly members: (part?: string) => number[];
}

/** Whether descendants can be found: by what Linux tells about every process. */
export const knowsFamilies = existsSync('/proc/self/environ');

/** Starts a script with Node: TypeScript of `test`, or what is built in `dist`. */
export function startFamily(
  script: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Family {
  const name = `${process.pid}-${Math.random()}`;
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, resolve(root, script), ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment, [marker]: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    child,
    end: once(child, 'exit').then(([status]) => ({ status: status as number | null, output })),
    members: (part = '') =>
      knowsFamilies
        ? readdirSync('/proc')
            .map(Number)
            .filter((id) => id > 0 && isMember(id, `${marker}=${name}`, part))
        : [],
  };
}

function isMember(id: number, mark: string, part: string): boolean {
  try {
    const { ppid, state } = statusOf(id);
    return (
      state !== 'Z' &&
      ppid > 0 &&
      readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(mark) &&
      readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(part)
    );
  } catch {
    // It has ended in between.
    return false;
  }
}

function statusOf(id: number): { readonly ppid: number; readonly state: string } {
  const [state, ppid] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return { ppid: Number(ppid), state };
}

/**
 * Waits until a family has died out; a kernel that is still starting on a busy machine takes its
 * time. @returns the command lines of those who live on
 */
export async function survivors({ members }: Family, milliseconds = 120_000): Promise<string[]> {
  const until = Date.now() + milliseconds;
  while (members().length > 0 && Date.now() < until) await sleep(100);
  return members().map((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
}
