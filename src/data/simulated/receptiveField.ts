import type { Random } from '../random';
import { SOURCE_PIXELS, SOURCE_SIDE } from './naturalImages';

/** Beyond this many standard deviations the Gaussian envelope counts as 0. */
const ENVELOPE_CUTOFF = 2.5;

/** Where and for what a neuron looks. */
export interface ReceptiveField {
  readonly tuning: Tuning;
  /** [row, column] in source pixels. */
  readonly centre: readonly [number, number];
  /**
   * A Gabor and the one a quarter of a wavelength further, [31 * 31] each; without response to
   * uniform images, absolute values sum to 1.
   */
  readonly quadrature: readonly [Float64Array, Float64Array];
  /** Gaussian envelope, [31 * 31], sums to 1. */
  readonly envelope: Float64Array;
  /** Indices of the pixels where the envelope is not 0. */
  readonly pixels: Int32Array;
}

/** Balances a patch against uniform light and brings its absolute values to sum 1. */
function normaliseGabor(gabor: Float64Array, envelope: Float64Array): Float64Array {
  const sum = gabor.reduce((total, value) => total + value, 0);
  const balanced = gabor.map((value, pixel) => value - sum * envelope[pixel]);
  const weight = balanced.reduce((total, value) => total + Math.abs(value), 0);
  return balanced.map((value) => value / weight);
}

/** What a neuron looks for and where; lengths in source pixels, angles in radians. */
export interface Tuning {
  /** [row, column]. */
  readonly centre: readonly [number, number];
  /** Standard deviations of the envelope across and along the stripes. */
  readonly width: number;
  readonly length: number;
  readonly wavelength: number;
  /** 0 ... pi: stripes repeat after half a turn. */
  readonly orientation: number;
  /** 0 ... 2 pi. */
  readonly phase: number;
}

/**
 * Draws a tuning near the middle of the image, with the coarse Gabors of mouse V1 (Niell & Stryker
 * 2008).
 */
export function drawTuning(random: Random): Tuning {
  const middle = (SOURCE_SIDE - 1) / 2;
  const position = (): number =>
    Math.min(SOURCE_SIDE - 6, Math.max(5, middle + 5 * random.normal()));
  const centre: [number, number] = [position(), position()];
  const width = 2 + 2 * random.uniform();
  const length = width * (1 + 0.6 * random.uniform());
  const wavelength = width * (2.2 + 1.6 * random.uniform());
  return {
    centre,
    width,
    length,
    wavelength,
    orientation: Math.PI * random.uniform(),
    phase: 2 * Math.PI * random.uniform(),
  };
}

/**
 * The angle a share of the shorter way from one angle to another, where angles repeat after
 * `period`.
 */
function turn(from: number, to: number, share: number, period: number): number {
  const difference = to - from;
  return from + share * (difference - period * Math.round(difference / period));
}

/**
 * The tuning a share of the way from that of a neighbourhood to one of its own: 0 is the
 * neighbourhood's, 1 its own.
 * @param phaseShare the same for the phase, which neighbours share least (DeAngelis et al. 1999)
 */
export function scatterTuning(
  shared: Tuning,
  own: Tuning,
  share: number,
  phaseShare: number,
): Tuning {
  const between = (from: number, to: number): number => from + share * (to - from);
  return {
    centre: [between(shared.centre[0], own.centre[0]), between(shared.centre[1], own.centre[1])],
    width: between(shared.width, own.width),
    length: between(shared.length, own.length),
    wavelength: between(shared.wavelength, own.wavelength),
    orientation: turn(shared.orientation, own.orientation, share, Math.PI),
    phase: turn(shared.phase, own.phase, phaseShare, 2 * Math.PI),
  };
}

export function receptiveField(tuning: Tuning): ReceptiveField {
  const { centre, width, length, wavelength, orientation, phase } = tuning;
  const cosine = Math.cos(orientation);
  const sine = Math.sin(orientation);
  const envelope = new Float64Array(SOURCE_PIXELS);
  const gabors = [new Float64Array(SOURCE_PIXELS), new Float64Array(SOURCE_PIXELS)] as const;
  const pixels: number[] = [];
  for (let pixel = 0; pixel < SOURCE_PIXELS; pixel++) {
    const y = Math.floor(pixel / SOURCE_SIDE) - centre[0];
    const x = (pixel % SOURCE_SIDE) - centre[1];
    const across = x * cosine + y * sine;
    const along = y * cosine - x * sine;
    const squaredDistance = (across / width) ** 2 + (along / length) ** 2;
    if (squaredDistance > ENVELOPE_CUTOFF ** 2) continue;
    pixels.push(pixel);
    envelope[pixel] = Math.exp(-squaredDistance / 2);
    const angle = (2 * Math.PI * across) / wavelength + phase;
    gabors[0][pixel] = envelope[pixel] * Math.cos(angle);
    gabors[1][pixel] = envelope[pixel] * Math.sin(angle);
  }
  const volume = envelope.reduce((total, value) => total + value, 0);
  const share = envelope.map((value) => value / volume);
  return {
    tuning,
    centre,
    quadrature: [normaliseGabor(gabors[0], share), normaliseGabor(gabors[1], share)],
    envelope: share,
    pixels: Int32Array.from(pixels),
  };
}
