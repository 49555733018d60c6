import { InvalidArgumentError } from 'commander';
import { families, type Family } from '../../paper/hyperparameters';

/** `--families vaeIR,vqVaeIR`. */
export function familyList(value: string): readonly Family[] {
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !families.some((family) => family === name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`There is no ${unknown.join(', ')}; choose from ${families.join(', ')}.`);
  }
  return names as Family[];
}
