import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import type { ComputeDevice } from './computeDevice';
import type { Provenance } from './record';

const packageRoot = resolve(__dirname, '..', '..');

/** A run whose worker died never told what it computed on. */
export const unknownDevice: ComputeDevice = { backend: 'unknown', device: 'unknown', threads: 0, libraries: {} };

/** How and where a run was made, without anything that names the machine, its user or its folders. */
export function provenance(device: ComputeDevice, startedAt: Date, endedAt: Date): Provenance {
  return {
    ...device,
    node: process.version,
    platform: `${platform()}-${arch()}`,
    packageVersion: packageVersion(),
    commit: (commit ??= { id: readCommit() }).id,
    startedAt: startedAt.toISOString(),
    seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
  };
}

let commit: { readonly id: string | null } | undefined;

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The commit, with `-dirty` after it where files differ; null outside the package's own repository. */
function readCommit(): string | null {
  try {
    const root = git('rev-parse', '--show-toplevel');
    return realpathSync(root) === realpathSync(packageRoot) ? git('describe', '--always', '--dirty', '--abbrev=40', '--exclude=*') : null;
  } catch {
    return null;
  }
}

function git(...parameters: string[]): string {
  return execFileSync('git', parameters, { cwd: packageRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
