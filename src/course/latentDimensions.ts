import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { scatter } from '../figures/scatter';
import { formatNumber } from '../figures/tableText';
import { scoreReconstructions } from '../metrics/scoreReconstructions';
import { architecture } from '../models/architecture';
import { countActiveUnits } from '../models/latentSummary';
import { posterior } from '../models/vae';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';
import type { ShortTraining } from './shortTraining';
import { withTopLayer } from './withTopLayer';

/** KL divergence of one dimension's posterior from the prior, mean over images, in nats. */
function divergences(means: NdArray, logVariances: NdArray): number[] {
  const [images, dimensions] = means.shape as [number, number];
  return Array.from({ length: dimensions }, (_, dimension) => {
    const ofImage = (image: number): number => {
      const position = image * dimensions + dimension;
      const [value, logVariance] = [means.values[position], logVariances.values[position]];
      return (value * value + Math.exp(logVariance) - logVariance - 1) / 2;
    };
    return mean(Array.from({ length: images }, (_, image) => ofImage(image)));
  });
}

/** What every dimension of a VAE's code costs, and what the code as a whole buys, on the test images. */
export function illustrateLatentDimensions({ region, caption }: Lesson, short: ShortTraining): Illustration {
  const [means, logVariances] = withTopLayer(short, region.testImages, (_, pass, top) => {
    const code = posterior(pass, top);
    return [code.mean, code.logVariance];
  });
  const variance = short.settings.outputVariance ?? architecture.outputVariance;
  const ordered = divergences(means, logVariances).sort((first, second) => second - first);
  const total = ordered.reduce((sum, value) => sum + value, 0);
  const { mse } = scoreReconstructions(short.result().reconstructions!, region.testImages);
  const pixels = architecture.imageSize ** 2;
  return {
    figure: scatter({
      title: 'What every dimension of the code costs',
      caption: `${caption} ${short.label}, output variance ${variance}; mean over the test images. A training that only this notebook makes.`,
      xTitle: 'dimension of the code, the most expensive first',
      yTitle: 'KL divergence from the prior (nats)',
      series: [{ label: short.label, x: ordered.map((_, rank) => rank + 1), y: ordered, joined: true }],
    }),
    findings: [
      `${countActiveUnits(means)} of ${ordered.length} dimensions are active: their posterior mean has a variance above 0.01 over the test images.`,
      `The code of one image costs ${formatNumber(total, 1)} nats on average, ${formatNumber(total / Math.LN2, 1)} bits beyond what the prior already says.`,
      `In the loss that is ${formatNumber(2 * variance * total, 2)} (twice the output variance times the divergence), beside a squared error of ${formatNumber(mean(mse) * pixels, 2)} summed over the pixels of an image when the mean decodes.`,
    ],
  };
}
