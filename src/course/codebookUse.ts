import { scatter } from '../figures/scatter';
import { formatNumber } from '../figures/tableText';
import { createNetwork } from '../models/network';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';
import type { ShortTraining } from './shortTraining';
import { withTopLayer } from './withTopLayer';

/** How often each entry of a VQ-VAE's codebook is chosen, over all positions of all test images. */
export function illustrateCodebook({ region, caption }: Lesson, short: ShortTraining): Illustration {
  const [chosen] = withTopLayer(short, region.testImages, ({ autoencoder }, pass, top) => [autoencoder!.code(pass, top)]);
  const entries = short.result().weights['codebook/codes'].shape[0];
  const counts = new Array<number>(entries).fill(0);
  chosen.values.forEach((code) => counts[code]++);
  const shares = counts.map((count) => count / chosen.values.length).sort((first, second) => second - first);
  const { usedCodes, perplexity, bitsPerImage } = createNetwork(short.model, short.settings).autoencoder!.summarise(chosen);
  const positions = chosen.shape[1];
  return {
    figure: scatter({
      title: 'Which codes are used',
      caption: `${caption} ${short.label}; ${positions} positions of each of ${chosen.shape[0]} test images. A training that only this notebook makes.`,
      xTitle: 'entry of the codebook, the most frequent first',
      yTitle: 'share of the positions that choose it',
      series: [{ label: short.label, x: shares.map((_, rank) => rank + 1), y: shares, joined: true }],
    }),
    findings: [
      `${usedCodes} of ${entries} entries are chosen at least once; the perplexity is ${formatNumber(perplexity!, 1)}, the number of equally frequent entries with the same entropy.`,
      `An image is stored as ${positions} indices, ${bitsPerImage} bits; at these frequencies ${formatNumber(positions * Math.log2(perplexity!), 0)} bits would do, if positions were independent.`,
    ],
  };
}
