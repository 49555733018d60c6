import { mean } from 'simple-statistics';
import { reconstructWithCosines } from '../baselines/cosineTransform';
import { rowView, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { histogram } from '../figures/histogram';
import { imageGallery } from '../figures/imageGallery';
import { scatter } from '../figures/scatter';
import { formatNumber } from '../figures/tableText';
import { meanSquaredError } from '../metrics/meanSquaredError';
import { peakSignalToNoiseRatio } from '../metrics/peakSignalToNoiseRatio';
import { pearsonCorrelation } from '../metrics/pearsonCorrelation';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { scoreReconstructions } from '../metrics/scoreReconstructions';
import { structuralSimilarity } from '../metrics/structuralSimilarity';
import { equalErrorDistortions } from './distortions';
import type { Illustration, TabledIllustration } from './illustration';
import type { Lesson } from './lesson';

/** [-1, 1] -> [0, 1] */
function toUnitRange(image: Float32Array): Float32Array {
  return image.map((value) => (value + 1) / 2);
}

const mostPoints = 1200;

/** One test image spoilt in five ways with the same mean squared error, and what PSNR and SSIM say about them. */
export function illustrateDistortions(
  { region, caption }: Lesson,
  { image, mse }: { readonly image: number; readonly mse: number },
): Illustration {
  const original = rowView(region.testImages, image);
  const side = region.testImages.shape[1];
  const spoilt = equalErrorDistortions(original, mse).map(({ kind, image: pixels }) => ({
    kind,
    pixels,
    mse: meanSquaredError(pixels, original),
    psnr: peakSignalToNoiseRatio(pixels, original),
    ssim: structuralSimilarity(pixels, original),
    shiftedSsim: structuralSimilarity(toUnitRange(pixels), toUnitRange(original), { dataRange: 1 }),
  }));
  const values = new Float32Array((spoilt.length + 1) * original.length);
  [original, ...spoilt.map(({ pixels }) => pixels)].forEach((pixels, index) => values.set(pixels, index * original.length));
  const ordered = [...spoilt].sort((first, second) => first.ssim - second.ssim);
  const [worst, best] = [ordered[0], ordered[ordered.length - 1]];
  const changes = spoilt.map(({ kind, ssim, shiftedSsim }) => ({ kind, change: Math.abs(shiftedSsim - ssim) }));
  const largestChange = changes.reduce((largest, entry) => (entry.change > largest.change ? entry : largest));
  return {
    figure: imageGallery({
      title: 'The same mean squared error, five times',
      caption: `${caption} Test image ${image + 1}; PSNR with data range 2, SSIM after Wang et al. 2004.`,
      columnLabels: ['original', ...spoilt.map(({ kind }) => kind)],
      rows: [
        {
          label: `image ${image + 1}`,
          images: { shape: [spoilt.length + 1, side, side], values },
          colours: 'grey',
          captions: [
            ['\u00a0'],
            ...spoilt.map((entry) => [
              `MSE ${formatNumber(entry.mse, 4)}`,
              `PSNR ${formatNumber(entry.psnr, 1)} dB`,
              `SSIM ${formatNumber(entry.ssim, 3)}`,
              `on [0, 1] ${formatNumber(entry.shiftedSsim, 3)}`,
            ]),
          ],
        },
      ],
    }),
    findings: [
      `MSE and PSNR cannot tell these images apart: every one has MSE ${formatNumber(mean(spoilt.map((entry) => entry.mse)), 4)} and PSNR ${formatNumber(best.psnr, 1)} dB.`,
      `SSIM is between ${formatNumber(worst.ssim, 3)} (${worst.kind}) and ${formatNumber(best.ssim, 3)} (${best.kind}).`,
      `SSIM compares local means as a ratio, so that it depends on where 0 lies: the same pixels on the scale [0, 1] instead of [-1, 1] change it by up to ${formatNumber(largestChange.change, 3)} (${largestChange.kind}).`,
    ],
  };
}

/** The code whose reconstructions the next illustrations score: 64 cosines need no training. */
function lowPass({ testImages }: Lesson['region']): NdArray {
  return reconstructWithCosines(testImages, 64);
}

/** PSNR per image, its mean, and the PSNR of the mean error. */
export function illustratePsnrAverages({ region, caption }: Lesson): Illustration {
  const { mse, psnr } = scoreReconstructions(lowPass(region), region.testImages);
  const meanOfPsnr = mean(psnr);
  const psnrOfMean = 10 * Math.log10(2 ** 2 / mean(mse));
  return {
    figure: histogram({
      title: 'Two averages of the same errors',
      caption: `${caption} Test images reconstructed from their 64 lowest cosine frequencies (DCT-64); PSNR with data range 2.`,
      xTitle: 'PSNR of one image (dB)',
      yTitle: 'test images',
      values: psnr,
      marks: [
        { label: 'PSNR of the mean MSE\u00a0', value: psnrOfMean },
        { label: '\u00a0mean of the PSNRs', value: meanOfPsnr },
      ],
    }),
    findings: [
      `Over ${psnr.length} test images the mean of the PSNRs is ${formatNumber(meanOfPsnr, 2)} dB, the PSNR of the mean error ${formatNumber(psnrOfMean, 2)} dB: ${formatNumber(meanOfPsnr - psnrOfMean, 2)} dB between two numbers that both get called "the PSNR".`,
      'The first is never the smaller one, because the logarithm weighs an image by its relative error, while a few bad images dominate a mean error. The tables of the paper, and ours, use the mean of the PSNRs.',
    ],
  };
}

/** SSIM after Wang et al. 2004 beside what scikit-image computes by default, image by image. */
export function illustrateSsimWindows({ region, caption }: Lesson): Illustration {
  const reconstructed = lowPass(region);
  const scores = (window: 'gaussian' | 'uniform'): number[] =>
    Array.from({ length: region.testImages.shape[0] }, (_, index) =>
      structuralSimilarity(rowView(reconstructed, index), rowView(region.testImages, index), { window }),
    );
  const [wang, uniform] = [scores('gaussian'), scores('uniform')];
  const differences = wang.map((value, index) => uniform[index] - value);
  const higher = differences.filter((difference) => difference > 0).length;
  return {
    figure: scatter({
      title: 'One name, two definitions: SSIM',
      caption: `${caption} One point per test image, reconstructed from its 64 lowest cosine frequencies (DCT-64). Dashed: both agree.`,
      xTitle: 'SSIM, Gaussian window (Wang et al. 2004)',
      yTitle: 'SSIM, uniform 7 × 7 window (default of scikit-image)',
      series: [{ label: 'test images', x: wang, y: uniform }],
      identity: true,
    }),
    findings: [
      `The means are ${formatNumber(mean(wang), 3)} (Wang) and ${formatNumber(mean(uniform), 3)} (uniform window); for single images the difference is between ${formatNumber(Math.min(...differences), 3)} and ${formatNumber(Math.max(...differences), 3)}, and the uniform window gives the higher value for ${higher} of ${differences.length}.`,
      'A difference of this size between two papers can be a difference between two libraries.',
    ],
  };
}

function columnMeans({ shape, values }: NdArray): Float32Array {
  const [rows, columns] = shape as [number, number];
  const sums = new Float64Array(columns);
  values.forEach((value, position) => {
    sums[position % columns] += value;
  });
  return Float32Array.from(sums, (sum) => sum / rows);
}

/** A random part of many positions, the same every time: a cloud of points drawn in full would make the notebook large. */
function shownPositions(count: number): number[] {
  return createRandom(1, 'shown-points').permutation(count).slice(0, mostPoints);
}

/** Correlation pooled over neurons, which a model earns by knowing mean responses, beside the mean over neurons. */
export function illustratePooledCorrelation({ region, evidence, caption }: Lesson): TabledIllustration {
  const { testResponses } = region;
  const neurons = testResponses.shape[1];
  const meanResponses = columnMeans(region.trainingResponses);
  const constant: NdArray = {
    shape: testResponses.shape,
    values: testResponses.values.map((_, position) => meanResponses[position % neurons]),
  };
  const score = (name: string, predictions: NdArray): { name: string; pooled: number; perNeuron: number; constant: number } => {
    const { pcc, constantPredictions } = pearsonPerNeuron(predictions, testResponses);
    return {
      name,
      pooled: pearsonCorrelation(predictions.values, testResponses.values),
      perNeuron: mean(pcc),
      constant: constantPredictions,
    };
  };
  const shown = shownPositions(testResponses.values.length);
  const scores = [score('mean response of each neuron', constant), score('LN model', evidence.linearNonlinear.predictions)];
  return {
    figure: scatter({
      title: 'A prediction that ignores the image',
      caption: `${caption} One point per neuron and test image, ${shown.length} of ${testResponses.values.length}. The prediction is the neuron's mean response to the training images, whatever it is shown.`,
      xTitle: 'mean response of the neuron to the training images (prediction)',
      yTitle: 'response to a test image, mean over trials',
      series: [
        {
          label: 'neuron and image',
          x: shown.map((position) => constant.values[position]),
          y: shown.map((position) => testResponses.values[position]),
        },
      ],
    }),
    table: {
      item: 'pooled-correlation',
      title: 'Two ways to average a correlation',
      caption,
      columns: [
        { heading: 'Prediction' },
        { heading: 'PCC pooled over neurons', digits: 3 },
        { heading: 'mean PCC per neuron', digits: 3 },
        { heading: 'constant predictions' },
      ],
      rows: scores.map(({ name, pooled, perNeuron, constant: count }) => [
        { kind: 'text', text: name },
        { kind: 'printed', value: pooled },
        { kind: 'printed', value: perNeuron },
        { kind: 'text', text: `${count} of ${neurons}` },
      ]),
      notes: ['A constant prediction has no correlation: it counts as 0, and how many there were is reported.'],
    },
    findings: [
      `Predicting every neuron's mean response, a constant, gives a pooled PCC of ${formatNumber(scores[0].pooled, 3)} and a mean PCC per neuron of ${formatNumber(scores[0].perNeuron, 3)}.`,
      `The LN model, which looks at the image, gives ${formatNumber(scores[1].pooled, 3)} and ${formatNumber(scores[1].perNeuron, 3)}. Only the second way of averaging asks about images at all.`,
    ],
  };
}
