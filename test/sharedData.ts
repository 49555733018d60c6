import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of real recordings for tests, which are never part of the repository.
 * @returns undefined where they are absent, so that a test can skip and say why.
 */
export function sharedData(name: string): string | undefined {
  const root = process.env['DAE_NR_SHARED_DATA'] ?? path.resolve(__dirname, '../../shared/data');
  const folder = path.join(root, name);
  return existsSync(folder) ? folder : undefined;
}
