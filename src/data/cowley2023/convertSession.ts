import { decode } from 'jpeg-js';
import yauzl from 'yauzl';
import { UserError } from '../../errors';
import { COLOUR_FILES, REGION_FILES } from '../layout';
import { encodeNpy, parseNpy, type NpyArray } from '../npy';
import { createRandom } from '../random';
import { areaAverage, IMAGE_SIDE } from '../resize';

/** Raised by hand whenever the same files would be converted to others. */
export const CONVERSION_VERSION = 1;

/** The test images of a session. */
export const TEST_IMAGES = 100;

/** What a session's files hold, as published. */
export interface SessionSource {
  readonly session: number;
  /** zip with one JPEG an image, numbered in the order of the responses */
  readonly images: Buffer;
  /** .npy [neurons, images], mean over the repeats */
  readonly means: Buffer;
  /** .npy [neurons, images, repeats], NaN for a repeat that was not shown */
  readonly trials: Buffer | undefined;
}

export interface ConvertedSession {
  /** File names of a region and their contents. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly training: number;
  readonly test: number;
  readonly neurons: number;
  readonly duplicates: number;
  readonly constant: number;
}

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

/**
 * Brings a session into the layout of a region: grey images of 32 x 32 pixels, 100 of them drawn
 * for testing; images that occur twice or have no contrast are left out. Pixels are float32 in [0,
 * 255], so that the average over an area is not rounded. The same images in colour, as published,
 * lie beside them.
 * @param testImages how many are drawn; all draws with the same number are equal.
 * @throws UserError when the files do not belong together
 */
export async function convertSession(
  { session, images, means, trials }: SessionSource,
  testImages = TEST_IMAGES,
): Promise<ConvertedSession> {
  const pictures = await readPictures(images, session);
  const responses = parseNpy(means, `responses_${session}.npy`);
  const [neurons, count] = responses.shape;
  if (responses.shape.length !== 2 || pictures.length !== count)
    throw new UserError(
      `Session ${session} has ${pictures.length} images but responses of shape ` +
        `(${responses.shape.join(', ')}): its files do not belong together.`,
    );
  const all = Array.from({ length: count }, (_, image) => image);
  const varied = all.filter((image) => hasContrast(pictures[image].grey));
  const content = (image: number): string =>
    Buffer.from(pictures[image].grey.buffer).toString('latin1');
  const firsts = new Map([...varied].reverse().map((image) => [content(image), image]));
  const kept = varied.filter((image) => firsts.get(content(image)) === image);
  const order = createRandom(1, `cowley2023/${session}/test images`).permutation(kept.length);
  const drawn = new Set(order.slice(0, testImages).map((position) => kept[position]));
  const test = kept.filter((image) => drawn.has(image));
  const training = kept.filter((image) => !drawn.has(image));

  const imageFile = (chosen: readonly number[]): Buffer => {
    const values = new Float32Array(chosen.length * PIXELS);
    chosen.forEach((image, position) => values.set(pictures[image].grey, position * PIXELS));
    return encodeNpy([chosen.length, IMAGE_SIDE, IMAGE_SIDE], values, 'f4');
  };
  const { side } = pictures[0];
  const colourFile = (chosen: readonly number[]): Buffer =>
    encodeNpy(
      [chosen.length, side, side, 3],
      Buffer.concat(chosen.map((image) => pictures[image].colour)),
      'u1',
    );
  const meanFile = (chosen: readonly number[]): Buffer =>
    encodeNpy(
      [chosen.length, neurons],
      chosen.flatMap((image) =>
        Array.from({ length: neurons }, (_, neuron) => responses.values[neuron * count + image]),
      ),
      'f8',
    );
  const files = new Map([
    [REGION_FILES.trainingImages, imageFile(training)],
    [REGION_FILES.trainingResponses, meanFile(training)],
    [REGION_FILES.testImages, imageFile(test)],
    [REGION_FILES.testResponses, meanFile(test)],
    [COLOUR_FILES.training, colourFile(training)],
    [COLOUR_FILES.test, colourFile(test)],
  ] as [string, Buffer][]);
  if (trials !== undefined) {
    const raw = parseNpy(trials, `responses_${session}.npy`);
    if (raw.shape.length !== 3 || raw.shape[0] !== neurons || raw.shape[1] !== count)
      throw new UserError(
        `Session ${session} has trials of shape (${raw.shape.join(', ')}) but mean responses ` +
          `of shape (${responses.shape.join(', ')}): its files do not belong together.`,
      );
    files.set(REGION_FILES.testTrials, trialFile(raw, test));
  }
  return {
    files,
    training: training.length,
    test: test.length,
    neurons,
    duplicates: varied.length - kept.length,
    constant: count - varied.length,
  };
}

/** [neurons, images, repeats] -> .npy [repeats, chosen, neurons], without repeats of no image. */
function trialFile({ shape, values }: NpyArray, chosen: readonly number[]): Buffer {
  const [neurons, count, repeats] = shape;
  const byRepeat = Array.from({ length: repeats }, (_, repeat) =>
    chosen.flatMap((image) =>
      Array.from(
        { length: neurons },
        (_neuron, neuron) => values[(neuron * count + image) * repeats + repeat],
      ),
    ),
  ).filter((shown) => !shown.every(Number.isNaN));
  return encodeNpy([byRepeat.length, chosen.length, neurons], byRepeat.flat(), 'f4');
}

function hasContrast(picture: Float32Array): boolean {
  // The weights of an area add up to 1 only as well as floats do.
  return picture.some((value) => Math.abs(value - picture[0]) > 1e-3);
}

// ITU-R BT.601: the luma of standard-definition video, which JPEG uses too.
const LUMA = [0.299, 0.587, 0.114] as const;

/** The most that a JPEG of such a session has, and a picture of it in megapixels. */
const LIMITS = { bytes: 1_000_000, megapixels: 1 } as const;

interface Picture {
  /** [32 x 32] in [0, 255] */
  readonly grey: Float32Array;
  /** [side x side x 3] */
  readonly colour: Uint8Array;
  readonly side: number;
}

/** The pictures of a zip in the order of their numbers. Nothing is written. */
async function readPictures(archive: Buffer, session: number): Promise<Picture[]> {
  const refuse = (reason: string): UserError =>
    new UserError(`The images of session ${session} cannot be used: ${reason}.`);
  const found = new Map<number, Picture>();
  try {
    const zip = await yauzl.fromBufferPromise(archive);
    for await (const entry of zip.eachEntry()) {
      // Archives made on a Mac have a shadow of every file beside it.
      const number = /^(?!__MACOSX\/)(?:.*\/)?[^./]*?(\d+)\.jpe?g$/i.exec(entry.fileName)?.[1];
      if (number === undefined) continue;
      if (entry.uncompressedSize > LIMITS.bytes)
        throw refuse(`${entry.fileName} claims ${entry.uncompressedSize} bytes`);
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      if (found.has(Number(number))) throw refuse(`two of them have the number ${number}`);
      found.set(Number(number), pictureOf(Buffer.concat(chunks), entry.fileName));
    }
    if (new Set([...found.values()].map(({ side }) => side)).size > 1)
      throw refuse('they differ in size');
  } catch (error) {
    throw error instanceof UserError ? error : refuse((error as Error).message);
  }
  return [...found].sort(([left], [right]) => left - right).map(([, picture]) => picture);
}

/** A JPEG as it is, and its luma averaged over the area of each of 32 x 32 pixels. */
function pictureOf(jpeg: Buffer, name: string): Picture {
  const { width, height, data } = decode(jpeg, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: LIMITS.megapixels,
  });
  if (width !== height || width < IMAGE_SIDE)
    throw new Error(`${name} has ${width} x ${height} pixels`);
  const luma = Float64Array.from(
    { length: width * height },
    (_, pixel) =>
      LUMA[0] * data[3 * pixel] + LUMA[1] * data[3 * pixel + 1] + LUMA[2] * data[3 * pixel + 2],
  );
  return { grey: Float32Array.from(areaAverage(luma, 1, width)), colour: data, side: width };
}
