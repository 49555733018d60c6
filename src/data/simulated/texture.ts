import type { Random } from '../random';

/** Side of a texture field in pixels; a power of two, because the field repeats itself. */
const FIELD_SIDE = 256;
/** Lattice spacings of the octaves in pixels. */
const OCTAVES = [32, 16, 8, 4, 2, 1];

/** A periodic random surface with mean 0 and variance 1: its value at any point. */
export type Texture = (x: number, y: number) => number;

/** Bilinear between the points of a square grid that repeats itself. @param side a power of two */
function interpolate(grid: Float64Array, side: number, x: number, y: number): number {
  const mask = side - 1;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const rightwards = x - left;
  const downwards = y - top;
  const at = (row: number, column: number): number => grid[(row & mask) * side + (column & mask)];
  const upper = at(top, left) * (1 - rightwards) + at(top, left + 1) * rightwards;
  const lower = at(top + 1, left) * (1 - rightwards) + at(top + 1, left + 1) * rightwards;
  return upper * (1 - downwards) + lower * downwards;
}

/**
 * Value noise with equal variance in every octave: its power falls as 1 / f^2, its amplitude as 1 /
 * f, as in natural images (Field 1987).
 */
export function createTexture(random: Random): Texture {
  const field = new Float64Array(FIELD_SIDE * FIELD_SIDE);
  for (const spacing of OCTAVES) {
    const knots = FIELD_SIDE / spacing;
    const lattice = Float64Array.from({ length: knots * knots }, () => random.normal());
    for (let pixel = 0; pixel < field.length; pixel++) {
      field[pixel] += interpolate(
        lattice,
        knots,
        (pixel % FIELD_SIDE) / spacing,
        Math.floor(pixel / FIELD_SIDE) / spacing,
      );
    }
  }
  standardise(field);
  return (x, y) => interpolate(field, FIELD_SIDE, x, y);
}

/** Brings values to mean 0 and (population) variance 1 in place; constant values become 0. */
export function standardise(values: Float64Array): void {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  for (let index = 0; index < values.length; index++)
    values[index] = (values[index] - mean) * scale;
}
