import { InvalidArgumentError } from 'commander';

/** Reads an option that counts something: 1, 2, 3, ... */
export function positiveInteger(text: string): number {
  return integer(text, 1, 'a positive integer');
}

/** Reads an option that may be 0 too. */
export function naturalNumber(text: string): number {
  return integer(text, 0, 'an integer that is not negative');
}

/** Reads an option that measures something and may be 0. */
export function nonNegativeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It has to be a number that is not negative.');
  }
  return value;
}

function integer(text: string, least: number, description: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`It has to be ${description}.`);
  }
  return value;
}
