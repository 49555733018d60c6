import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/**
 * A notebook as it would be committed: JupyterLab saves a student's outputs and answers into the
 * working copy, which must not fail anybody's tests. Without git, the file as it is.
 */
export function stagedNotebook(name: string): string {
  const { status, stdout } = spawnSync('git', ['show', `:notebooks/${name}`], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return status === 0 ? stdout : readFileSync(path.join(root, 'notebooks', name), 'utf8');
}
