import { mean, quantile } from 'simple-statistics';
import { ndArray, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { histogram } from '../figures/histogram';
import { formatNumber } from '../figures/tableText';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { countsByChance } from '../metrics/permutationBand';
import { significantNeurons } from '../metrics/significance';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';

const permutations = 1000;
const randomMappings = 40;

/** Predictions that know nothing of responses: one filter of random weights a neuron over the image, [T, M]. */
function randomPredictions(images: NdArray, neurons: number, draw: number): NdArray {
  const random = createRandom(draw, 'random filters');
  const count = images.shape[0];
  const pixels = images.values.length / count;
  const values = new Float32Array(count * neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const filter = Float32Array.from({ length: pixels }, () => random.normal());
    for (let image = 0; image < count; image++) {
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) sum += filter[pixel] * images.values[image * pixels + pixel];
      values[image * neurons + neuron] = sum;
    }
  }
  return ndArray([count, neurons], values);
}

function band(counts: readonly number[]): readonly [number, number] {
  return [quantile([...counts], 0.025), quantile([...counts], 0.975)];
}

function describe([low, high]: readonly [number, number]): string {
  return `${formatNumber(low, 0)} to ${formatNumber(high, 0)}`;
}

/** How many neurons are significant where nothing is predicted: images permuted jointly, neuron by neuron, and random filters. */
export function illustrateChance({ region, evidence, caption }: Lesson): Illustration {
  const { testImages, testResponses } = region;
  const { predictions } = evidence.linearNonlinear;
  const [images, neurons] = testResponses.shape as [number, number];
  const joint = countsByChance(predictions, testResponses, { permutations });
  const separate = countsByChance(predictions, testResponses, { permutations, order: 'separate' });
  const unfitted = Array.from({ length: randomMappings }, (_, draw) => {
    const { pcc } = pearsonPerNeuron(randomPredictions(testImages, neurons, draw), testResponses);
    return significantNeurons(pcc, images).length;
  });
  const [jointBand, separateBand] = [band(joint), band(separate)];
  const widened = jointBand[1] - jointBand[0] > separateBand[1] - separateBand[0];
  return {
    figure: histogram({
      title: 'Significant neurons where nothing is predicted',
      caption: `${caption} Predictions of the LN model given to other images, ${permutations} permutations of the ${images} test images, the same for all ${neurons} neurons; two-sided test at p = 0.05.`,
      xTitle: 'significant neurons',
      yTitle: 'permutations',
      values: joint,
      isWhole: true,
      marks: [
        { label: '5 % of the neurons\u00a0', value: 0.05 * neurons },
        { label: '\u00a0end of the 95 % band', value: jointBand[1] },
      ],
    }),
    findings: [
      `On average ${formatNumber(mean(joint), 1)} of ${neurons} neurons are significant, ${formatNumber((100 * mean(joint)) / neurons, 1)} %; but the middle 95 % of the permutations reach from ${describe(jointBand)}. Were the images permuted for each neuron on its own, it would be ${describe(separateBand)}: ${widened ? 'what neurons have in common widens the band' : 'what these neurons have in common does not widen the band'}.`,
      `Filters of random weights, one a neuron and never fitted, are significant for ${formatNumber(mean(unfitted), 1)} neurons on average over ${randomMappings} draws (${Math.min(...unfitted)} to ${Math.max(...unfitted)}): such filters see brightness and coarse contrast, and so do neurons.`,
    ],
  };
}
