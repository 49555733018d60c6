import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import type { ComputeDevice, Provenance } from './record';

const packageRoot = resolve(__dirname, '..', '..');

/** A run whose worker died never told what it computed on. */
export const unknownDevice: ComputeDevice = {
  backend: 'unknown',
  device: 'unknown',
  threads: 0,
  libraries: {},
};

/**
 * How and where a run was made, without anything that names the machine, its user or its folders.
 */
export function provenance(device: ComputeDevice, startedAt: Date, endedAt: Date): Provenance {
  commit ??= { id: readCommit(packageRoot) };
  return {
    ...device,
    node: process.version,
    platform: `${platform()}-${arch()}`,
    packageVersion: (
      JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
    ).version,
    commit: commit.id,
    startedAt: startedAt.toISOString(),
    seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
  };
}

let commit: { readonly id: string | null } | undefined;

/**
 * What decides the numbers of a run. Records, figures and notebooks, which change while runs are
 * made, do not.
 */
const computing: readonly string[] = ['src', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * The commit checked out in a folder, with `-dirty` after it where what computes differs from it;
 * null where the folder is not the top of a repository.
 */
export function readCommit(folder: string): string | null {
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(folder)) return null;
    const changed = git('status', '--porcelain', '--', ...computing);
    return `${git('rev-parse', 'HEAD')}${changed === '' ? '' : '-dirty'}`;
  } catch {
    return null;
  }
}
