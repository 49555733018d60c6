import { rowView, type NdArray } from '../ndArray';

/** What makes images look natural, on preprocessed images. */
export interface ImageStatistics {
  /** Standard deviation over pixels, mean over images. */
  readonly contrast: number;
  /** Fourth standardised moment of an image's pixels, mean over images; 3 for Gaussian ones. */
  readonly kurtosis: number;
  /** Exponent of the power spectrum averaged over images: power falls as frequency^slope; about -2 in nature (Field 1987). */
  readonly spectrumSlope: number;
}

/** Frequencies in cycles per image between which the slope is fitted: below the window's width blurs, above the resizing does. */
const LOWEST_FREQUENCY = 2;
const HIGHEST_FREQUENCY = 8;

/** Power of a windowed image at every frequency (row-major, DC first), added to `power`. */
function addPower(image: Float64Array, side: number, power: Float64Array): void {
  const cosine = Float64Array.from({ length: side }, (_, phase) => Math.cos((2 * Math.PI * phase) / side));
  const sine = Float64Array.from({ length: side }, (_, phase) => Math.sin((2 * Math.PI * phase) / side));
  const real = new Float64Array(side * side);
  const imaginary = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let frequency = 0; frequency < side; frequency++) {
      for (let column = 0; column < side; column++) {
        const phase = (frequency * column) % side;
        real[row * side + frequency] += image[row * side + column] * cosine[phase];
        imaginary[row * side + frequency] -= image[row * side + column] * sine[phase];
      }
    }
  }
  for (let column = 0; column < side; column++) {
    for (let frequency = 0; frequency < side; frequency++) {
      let [a, b] = [0, 0];
      for (let row = 0; row < side; row++) {
        const phase = (frequency * row) % side;
        a += real[row * side + column] * cosine[phase] + imaginary[row * side + column] * sine[phase];
        b += imaginary[row * side + column] * cosine[phase] - real[row * side + column] * sine[phase];
      }
      power[frequency * side + column] += a * a + b * b;
    }
  }
}

/** Slope of log power, averaged over directions, against log frequency. */
function slopeOf(power: Float64Array, side: number): number {
  const sums = new Float64Array(side);
  const counts = new Float64Array(side);
  const signed = (index: number): number => (index <= side / 2 ? index : index - side);
  power.forEach((value, index) => {
    const frequency = Math.round(Math.hypot(signed(Math.floor(index / side)), signed(index % side)));
    if (frequency < side) {
      sums[frequency] += value;
      counts[frequency]++;
    }
  });
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let frequency = LOWEST_FREQUENCY; frequency <= HIGHEST_FREQUENCY; frequency++) {
    const x = Math.log(frequency);
    const y = Math.log(sums[frequency] / counts[frequency]);
    n++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  return (n * sumXY - sumX * sumY) / (n * sumXX - sumX ** 2);
}

/**
 * Contrast, kurtosis and spectrum of a set of images.
 * The spectrum is that of each image minus its mean under a Hann window, averaged over images and directions.
 * @param images [N, side, side, 1], none constant, side above 24
 */
export function imageStatistics(images: NdArray): ImageStatistics {
  const [count, side] = images.shape as [number, number];
  const pixels = side * side;
  const window = Float64Array.from({ length: side }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (side - 1)));
  const power = new Float64Array(pixels);
  let [contrast, kurtosis] = [0, 0];
  for (let image = 0; image < count; image++) {
    const values = rowView(images, image);
    const mean = values.reduce((sum, value) => sum + value, 0) / pixels;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels;
    contrast += Math.sqrt(variance) / count;
    kurtosis += values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / pixels / variance ** 2 / count;
    const windowed = Float64Array.from(values, (value, pixel) => (value - mean) * window[Math.floor(pixel / side)] * window[pixel % side]);
    addPower(windowed, side, power);
  }
  return { contrast, kurtosis, spectrumSlope: slopeOf(power, side) };
}
