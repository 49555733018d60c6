import { mean } from 'simple-statistics';
import { rowsOfEqualImages } from '../data/duplicates';
import { rowView, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { completeTrials, trialsPerImage } from '../data/responses';
import { splitTraining } from '../data/split';
import { noiseCeiling, type NoiseCeiling } from '../metrics/noiseCeiling';

/** What `npm run data -- check` says of a region. */
export interface RegionReport {
  readonly facts: readonly string[];
  /** What is unusual, and may be a mistake: sentences with what to do. */
  readonly unusual: readonly string[];
  /** What this region has too little of: the part, and what it needs. */
  readonly leftOut: readonly string[];
}

/** Below it images are nearly uniform: natural ones have a tenfold. */
const LEAST_CONTRAST = 0.03;
/** Means of training and test responses differ by less: other images, the same neurons. */
const MOST_RATIO = 2;
/** Share of a single trial's variance below which a neuron is left out of normalised scores. */
const LEAST_FRACTION = 0.15;

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

const meanOf = ({ values }: NdArray): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation over the pixels of an image, mean over images. */
function contrastOf(images: NdArray): number {
  return mean(
    Array.from({ length: images.shape[0] }, (_, image) => {
      const pixels = rowView(images, image);
      const average = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      return Math.sqrt(
        pixels.reduce((sum, value) => sum + (value - average) ** 2, 0) / pixels.length,
      );
    }),
  );
}

/** A region with what is computed from it once. */
interface Inspected {
  readonly region: RegionData;
  readonly contrast: number;
  readonly ceiling: NoiseCeiling | undefined;
  /** Neurons that normalised scores are taken over. */
  readonly normalised: number;
}

function inspect(region: RegionData): Inspected {
  const ceiling = region.testTrials && noiseCeiling(region.testTrials);
  return {
    region,
    contrast: contrastOf(region.testImages),
    ceiling,
    normalised:
      ceiling?.explainableFraction.filter(
        (fraction, neuron) => fraction >= LEAST_FRACTION && ceiling.isReliable[neuron],
      ).length ?? 0,
  };
}

/** A number with three significant digits. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

function factsOf({ region, contrast, ceiling, normalised }: Inspected): string[] {
  const { unit = 'region', responses = 'responses' } = region.dataset.description ?? {};
  const { trainingImages, trainingResponses, testImages, testTrials, responseScale, pixels } =
    region;
  const { shape, values } = trainingResponses;
  const zeros = values.filter((value) => value === 0).length / values.length;
  const training =
    trainingImages.shape[0] === 0
      ? 'no training images'
      : `${trainingImages.shape[0]} training images`;
  const trials =
    testTrials === undefined ? 'no repeated trials' : `${trialsPerImage(testTrials)} trials`;
  const level = `mean ${short(meanOf(trainingResponses) * responseScale)} in the files, zeros ${(100 * zeros).toFixed(1)} %`;
  return [
    `${unit} ${region.region}: ${count(shape[1], 'neuron')}, ${training}, ${testImages.shape[0]} test images, ${trials}`,
    ...(pixels === undefined
      ? []
      : [
          `pixels: ${short(pixels.low)} to ${short(pixels.high)} in the files, -1 to 1 for models; mean contrast ${short(contrast)}`,
        ]),
    responseScale === 1
      ? `${responses}: ${level}; for models as they are`
      : `${responses}: ${level}; for models divided by ${short(responseScale)}, so that the mean is 1`,
    ...(ceiling === undefined
      ? []
      : [
          `noise ceiling: mean CCmax ${short(mean([...ceiling.correlationCeiling]))}; ${normalised} of ${count(shape[1], 'neuron')} with enough signal for normalised scores`,
        ]),
  ];
}

/**
 * Trials of images in which no neuron responds at all, and how many there would be if neurons were
 * silent by chance.
 */
function silentTrials({ shape, values }: NdArray): {
  readonly found: number;
  readonly chance: number;
} {
  const [repeats, images, neurons] = shape;
  const responses = Array.from({ length: repeats * images }, (_, trial) =>
    values.subarray(trial * neurons, (trial + 1) * neurons),
  );
  const silence = Array.from(
    { length: neurons },
    (_, neuron) => responses.filter((ofTrial) => ofTrial[neuron] === 0).length / responses.length,
  );
  return {
    found: responses.filter((ofTrial) => ofTrial.every((value) => value === 0)).length,
    chance: responses.length * silence.reduce((product, share) => product * share, 1),
  };
}

function unusualIn({ region, contrast, ceiling, normalised }: Inspected): string[] {
  const { trainingImages, trainingResponses, testImages, testResponses, testTrials, pixels } =
    region;
  const neurons = trainingResponses.shape[1];
  const ratio = meanOf(testResponses) / meanOf(trainingResponses);
  const silent = testTrials && silentTrials(testTrials);
  const repeated = ([images, what]: readonly [NdArray, string]): string[] => {
    const different = rowsOfEqualImages(images).length;
    return different === images.shape[0]
      ? []
      : [
          `only ${different} of the ${images.shape[0]} ${what} images differ${what === 'training' ? '; rows of one image stay together when validation images are drawn' : ': those shown several times belong into the trials'}.`,
        ];
  };
  return [
    ...(pixels !== undefined && pixels.clipped > 0
      ? [
          `${count(pixels.clipped, 'pixel')} outside ${short(pixels.low)} to ${short(pixels.high)}, as interpolation leaves them: clipped. If the range is another one, state it in dataset.json ("pixels": [lowest, highest]).`,
        ]
      : []),
    ...(contrast < LEAST_CONTRAST
      ? [
          `images have hardly any contrast: is their range really the one above? If not, state it in dataset.json ("pixels": [lowest, highest]).`,
        ]
      : []),
    ...(
      [
        [trainingImages, 'training'],
        [testImages, 'test'],
      ] as const
    ).flatMap(repeated),
    ...(ratio > MOST_RATIO || ratio < 1 / MOST_RATIO
      ? [
          `test responses are ${short(ratio)} times the training responses on average: are both files in one unit?`,
        ]
      : []),
    ...(silent !== undefined && silent.found > 0 && silent.chance < 0.5
      ? [
          `in ${count(silent.found, 'trial')} of a test image no neuron responds: if ${silent.found === 1 ? 'it was' : 'they were'} not shown, save NaN in place of zeros, which count as noise.`,
        ]
      : []),
    ...(ceiling !== undefined && normalised < neurons / 5
      ? [
          `the trials of ${neurons - normalised} of ${count(neurons, 'neuron')} hardly have more in common than noise: do the rows of trials and images belong together?`,
        ]
      : []),
  ];
}

/** Parts of the notebooks that not every recording is enough for. */
const parts: readonly {
  readonly part: string;
  readonly needs: string;
  readonly isEnough: (inspected: Inspected) => boolean;
}[] = [
  {
    part: 'all trainings',
    needs: 'training images',
    isEnough: ({ region }) => region.trainingImages.shape[0] > 0,
  },
  {
    part: 'noise ceilings, normalised scores (00, 06, 10)',
    needs: 'repeated trials',
    isEnough: ({ ceiling }) => ceiling !== undefined,
  },
  {
    part: 'normalised scores (06, 10), synthesis (13)',
    needs: 'two neurons whose signal can be told from noise',
    isEnough: ({ ceiling, normalised }) => ceiling === undefined || normalised >= 2,
  },
  {
    part: 'single trials (14, 16)',
    needs: 'two trials of every image',
    isEnough: ({ ceiling, region }) =>
      ceiling === undefined || completeTrials(region.testTrials) !== undefined,
  },
  {
    part: 'signal correlation (00), groups of neurons (07), population geometry (16)',
    needs: 'two neurons',
    isEnough: ({ region }) => region.testResponses.shape[1] >= 2,
  },
  {
    part: 'RSA and CKA (11), t-SNE (16)',
    needs: 'ten neurons',
    isEnough: ({ region }) => region.testResponses.shape[1] >= 10,
  },
  {
    part: 'RSA and CKA (11), dimensions (16)',
    needs: 'four test images',
    isEnough: ({ region }) => region.testImages.shape[0] >= 4,
  },
  {
    part: 'dimensions of layers (16)',
    needs: 'sixteen validation images, a fifth of the training images',
    isEnough: ({ region: { trainingImages } }) =>
      trainingImages.shape[0] === 0 || splitTraining(trainingImages, 1).validation.length >= 16,
  },
];

/** Looks at a region before anything is trained on it. */
export function reportRegion(region: RegionData): RegionReport {
  const inspected = inspect(region);
  return {
    facts: factsOf(inspected),
    unusual: unusualIn(inspected),
    leftOut: parts.flatMap(({ part, needs, isEnough }) =>
      isEnough(inspected) ? [] : [`${part}: needs ${needs}`],
    ),
  };
}
