import { spawnSync } from 'node:child_process';
import { SetupError } from './setupError.mjs';

const candidates = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++'];

const installHint =
  process.platform === 'darwin'
    ? 'xcode-select --install'
    : 'Debian and Ubuntu: apt-get install g++, Fedora: dnf install gcc-c++';

/**
 * The C++ compiler: $CXX, else the first of the usual ones.
 * @returns its command and the first line of `--version`
 * @throws SetupError saying what to install
 */
export function findCompiler() {
  for (const command of candidates) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { command, version: stdout.split('\n')[0] };
  }
  throw new SetupError(
    `A C++ compiler was not found (looked for ${candidates.join(', ')}): install one (${installHint}) and run the command again.`,
  );
}
