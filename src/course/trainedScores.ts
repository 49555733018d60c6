import { mean } from 'simple-statistics';
import { rowView, takeRows, type NdArray } from '../data/ndArray';
import { imageGallery } from '../figures/imageGallery';
import { formatNumber } from '../figures/tableText';
import { scoreReconstructions, type ImageScores } from '../metrics/scoreReconstructions';
import { distort } from './distortions';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';
import type { ShortTraining } from './shortTraining';

const shownImages = 6;

function captionsOf({ mse, psnr, ssim }: ImageScores): string[][] {
  return mse.map((error, index) => [
    `MSE ${formatNumber(error, 3)}`,
    `PSNR ${formatNumber(psnr[index], 1)} dB`,
    `SSIM ${formatNumber(ssim[index], 3)}`,
  ]);
}

/** Reconstructions of a short training beside the same images with noise of the same mean squared error. */
export function illustrateTrainedScores({ region, evidence, caption }: Lesson, training: ShortTraining): Illustration {
  const { reconstructions } = training.result();
  const shown = evidence.exampleIndices.slice(0, shownImages);
  const originals = takeRows(region.testImages, shown);
  const reconstructed = takeRows(reconstructions!, shown);
  const scores = scoreReconstructions(reconstructed, originals);
  const noisyValues = new Float32Array(originals.values.length);
  shown.forEach((_, index) =>
    noisyValues.set(distort(rowView(originals, index), 'noise', scores.mse[index]), index * rowView(originals, index).length),
  );
  const noisy: NdArray = { shape: originals.shape, values: noisyValues };
  const noisyScores = scoreReconstructions(noisy, originals);
  const [own, rival] = [mean(scores.ssim), mean(noisyScores.ssim)];
  return {
    figure: imageGallery({
      title: 'A network’s errors and random errors of the same size',
      caption: `${caption} ${training.label}: a short training that only this notebook makes.`,
      columnLabels: shown.map((index) => `image ${index + 1}`),
      rows: [
        { label: 'original', images: originals, colours: 'grey' },
        { label: training.label, images: reconstructed, colours: 'grey', captions: captionsOf(scores) },
        { label: 'noise', detail: 'same MSE', images: noisy, colours: 'grey', captions: captionsOf(noisyScores) },
      ],
    }),
    findings: [
      `With the same MSE image by image, SSIM is ${formatNumber(own, 3)} for the network's reconstructions and ${formatNumber(rival, 3)} for the noisy images: SSIM prefers ${own > rival ? "the network's kind of error" : 'noise to the errors of so short a training'}.`,
    ],
  };
}
