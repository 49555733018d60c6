import type { Random } from '../random';

/** Side of a texture field in pixels; a power of two, because the field repeats itself. */
const FIELD_SIDE = 256;
/** Lattice spacings of the octaves in pixels. */
const OCTAVES = [32, 16, 8, 4, 2, 1];

/** A periodic random surface with mean 0 and variance 1. */
export interface Texture {
  /** Value at any point, bilinear between the pixels. */
  readonly at: (x: number, y: number) => number;
}

/**
 * Value noise with equal variance in every octave: its power falls as 1 / f^2, its amplitude as 1 / f,
 * as in natural images (Field 1987).
 */
export function createTexture(random: Random): Texture {
  const mask = FIELD_SIDE - 1;
  const field = new Float64Array(FIELD_SIDE * FIELD_SIDE);
  for (const spacing of OCTAVES) {
    const knots = FIELD_SIDE / spacing;
    const lattice = Float64Array.from({ length: knots * knots }, () => random.normal());
    for (let y = 0; y < FIELD_SIDE; y++) {
      const row = Math.floor(y / spacing);
      const nextRow = (row + 1) % knots;
      const downwards = y / spacing - row;
      for (let x = 0; x < FIELD_SIDE; x++) {
        const column = Math.floor(x / spacing);
        const nextColumn = (column + 1) % knots;
        const rightwards = x / spacing - column;
        const top = lattice[row * knots + column] * (1 - rightwards) + lattice[row * knots + nextColumn] * rightwards;
        const bottom = lattice[nextRow * knots + column] * (1 - rightwards) + lattice[nextRow * knots + nextColumn] * rightwards;
        field[y * FIELD_SIDE + x] += top * (1 - downwards) + bottom * downwards;
      }
    }
  }
  standardise(field);
  return {
    at: (x, y) => {
      const left = Math.floor(x);
      const top = Math.floor(y);
      const rightwards = x - left;
      const downwards = y - top;
      const row = (top & mask) * FIELD_SIDE;
      const nextRow = ((top + 1) & mask) * FIELD_SIDE;
      const upper = field[row + (left & mask)] * (1 - rightwards) + field[row + ((left + 1) & mask)] * rightwards;
      const lower = field[nextRow + (left & mask)] * (1 - rightwards) + field[nextRow + ((left + 1) & mask)] * rightwards;
      return upper * (1 - downwards) + lower * downwards;
    },
  };
}

/** Brings values to mean 0 and (population) variance 1 in place; constant values become 0. */
export function standardise(values: Float64Array): void {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  for (let index = 0; index < values.length; index++) values[index] = (values[index] - mean) * scale;
}
