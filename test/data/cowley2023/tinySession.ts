import { encode } from 'jpeg-js';
import { upstreamPath, type Session } from '../../../src/data/cowley2023/sessions';
import { encodeNpy } from '../../../src/data/npy';
import { gitBlobSha1 } from '../../../src/data/publishedFiles';
import { zipOf, type ZipEntry } from '../zipOf';

/** What every session of these tests has: image 5 repeats image 3, image 7 has no contrast. */
export const IMAGES = 12;
export const NEURONS = 3;
export const REPEATS = 4;
export const REPEATED = 5;
export const BLANK = 7;
export const SIDE = 112;

/** The grey of an image's brighter half: the image can be told from its pixels. */
export const brightness = (image: number): number => 60 + 10 * (image === REPEATED ? 3 : image);

/** Two halves of different grey, of which the left one is black. */
function jpegOf(image: number): Buffer {
  const data = Buffer.alloc(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const isBright = image === BLANK || pixel % SIDE >= SIDE / 2;
    data.fill(isBright ? brightness(image) : 0, 4 * pixel, 4 * pixel + 3);
  }
  return encode({ width: SIDE, height: SIDE, data }, 100).data;
}

const jpegs = Array.from({ length: IMAGES }, (_, image) => jpegOf(image));

/**
 * Numbered from 1 without leading zeros and packed backwards: the order has to come from the names.
 */
export const goodEntries: readonly ZipEntry[] = [
  { name: 'images/', content: Buffer.of() },
  { name: '__MACOSX/images/._image1.jpg', content: Buffer.from('shadow') },
  ...jpegs
    .map((content, image) => ({ name: `images/image${image + 1}.jpg`, content, deflate: true }))
    .reverse(),
];

/** How often an image was shown: 2, 3 or 4 times. */
export const repeatsOf = (image: number): number => 2 + (image % (REPEATS - 1));

/** Spikes in one trial; their mean over trials tells image and neuron. */
export const spikes = (neuron: number, image: number, repeat: number): number =>
  repeat < repeatsOf(image) ? 20 * neuron + image + (repeat % 2) : NaN;

export const meanSpikes = (neuron: number, image: number): number =>
  20 * neuron + image + Math.floor(repeatsOf(image) / 2) / repeatsOf(image);

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export const means = encodeNpy(
  [NEURONS, IMAGES],
  indices(NEURONS).flatMap((neuron) => indices(IMAGES).map((image) => meanSpikes(neuron, image))),
  'f8',
);

export const trials = encodeNpy(
  [NEURONS, IMAGES, REPEATS],
  indices(NEURONS).flatMap((neuron) =>
    indices(IMAGES).flatMap((image) =>
      indices(REPEATS).map((repeat) => spikes(neuron, image, repeat)),
    ),
  ),
  'f8',
);

/** A session with these files, and the files by where they lie upstream. */
export function sessionOf(
  session: number,
  images: Buffer = zipOf(goodEntries),
): { readonly session: Session; readonly upstream: ReadonlyMap<string, Buffer> } {
  const files = { images, means, trials };
  const known = (content: Buffer, bytes: number | null) => ({
    gitBlobSha1: gitBlobSha1(content),
    bytes,
  });
  return {
    session: {
      ...{ session, animal: 'XX', neurons: NEURONS, repeats: 3, stimuli: 'halves' },
      files: {
        images: known(images, images.length),
        means: known(means, means.length),
        trials: known(trials, null),
      },
    },
    upstream: new Map(
      (['images', 'means', 'trials'] as const).map((part) => [
        `/${upstreamPath(session, part)}`,
        files[part],
      ]),
    ),
  };
}
