import { Matrix } from 'ml-matrix';
import { linearRegression, mean, standardDeviation } from 'simple-statistics';
import { rowView, type NdArray } from '../data/ndArray';

/** What makes images look natural, on preprocessed images. */
export interface ImageStatistics {
  /** Standard deviation over pixels, mean over images. */
  readonly contrast: number;
  /** Fourth standardised moment of an image's pixels, mean over images; 3 for Gaussian ones. */
  readonly kurtosis: number;
  /**
   * Exponent of the power spectrum averaged over images: power falls as frequency^slope; about -2
   * in nature (Field 1987).
   */
  readonly spectrumSlope: number;
}

/**
 * Frequencies in cycles per image between which the slope is fitted: below the window's width
 * blurs, above the resizing does.
 */
const FITTED_FREQUENCIES = [2, 3, 4, 5, 6, 7, 8];

/**
 * Slope of log power, averaged over directions, against log frequency; `power` [side, side] begins
 * with frequency 0.
 */
function slopeOf(power: Matrix): number {
  const side = power.rows;
  const signed = (index: number): number => (index <= side / 2 ? index : index - side);
  const rings: number[][] = [];
  power.to1DArray().forEach((value, index) => {
    const frequency = Math.round(
      Math.hypot(signed(Math.floor(index / side)), signed(index % side)),
    );
    rings[frequency] ??= [];
    rings[frequency].push(value);
  });
  return linearRegression(
    FITTED_FREQUENCIES.map((frequency) => [Math.log(frequency), Math.log(mean(rings[frequency]))]),
  ).m;
}

/**
 * Contrast, kurtosis and spectrum of a set of images.
 * The spectrum is that of each image minus its mean under a Hann window, averaged over images and
 * directions.
 * @param images [N, side, side, 1], none constant, side above 24
 */
export function imageStatistics(images: NdArray): ImageStatistics {
  const [count, side] = images.shape as [number, number];
  const window = Array.from(
    { length: side },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (side - 1)),
  );
  // Discrete Fourier transform F = C - i S, on either side of an image X: F X F = (C X C - S X S) -
  // i (C X S + S X C).
  const waves = (wave: (phase: number) => number): Matrix =>
    new Matrix(
      Array.from({ length: side }, (_, row) =>
        Array.from({ length: side }, (_pixel, column) => wave((2 * Math.PI * row * column) / side)),
      ),
    );
  const [cosines, sines] = [waves(Math.cos), waves(Math.sin)];
  const power = Matrix.zeros(side, side);
  const all = Array.from({ length: count }, (_, index) => {
    const pixels = Array.from(rowView(images, index));
    const [average, contrast] = [mean(pixels), standardDeviation(pixels)];
    const image = Matrix.from1DArray(
      side,
      side,
      pixels.map(
        (value, pixel) =>
          (value - average) * window[Math.floor(pixel / side)] * window[pixel % side],
      ),
    );
    const [evenRows, oddRows] = [cosines.mmul(image), sines.mmul(image)];
    power
      .add(evenRows.mmul(cosines).sub(oddRows.mmul(sines)).pow(2))
      .add(evenRows.mmul(sines).add(oddRows.mmul(cosines)).pow(2));
    return {
      contrast,
      kurtosis: mean(pixels.map((value) => (value - average) ** 4)) / contrast ** 4,
    };
  });
  return {
    contrast: mean(all.map(({ contrast }) => contrast)),
    kurtosis: mean(all.map(({ kurtosis }) => kurtosis)),
    spectrumSlope: slopeOf(power),
  };
}
