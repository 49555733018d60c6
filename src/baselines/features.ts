import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { tf } from '../backend/tensorflow';
import { COLOUR_FILES, DATA_FOLDER, regionFolder } from '../data/layout';
import { npyHeader, readBytes, readFloats, readPixels } from '../data/npy';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import {
  mobilenetIdentity,
  mobilenetLayers,
  openMobilenet,
  type MobilenetWeights,
} from '../models/mobilenet';
import { readableError, temporaryBeside } from '../writeWhole';

/** Features are averaged to so many places a side: what remains of where something is. */
const GRID = 7;
/** Images that are computed together: their largest layer takes about 50 MB. */
const BATCH = 16;

export interface FeatureOptions {
  /** Folder of the data set, with the images in colour. */
  readonly folder: string;
  /** Default: trained. */
  readonly weights?: MobilenetWeights | undefined;
  readonly layers?: readonly string[] | undefined;
  /** Where MobileNet is; default `data/mobilenet-v1`. */
  readonly mobilenet?: string | undefined;
  /** Where features are kept; default `data/features`. */
  readonly place?: string | undefined;
  /** Of the images that have to be read. */
  readonly onProgress?: ((read: number, images: number) => void) | undefined;
}

/**
 * A region whose images are what a layer of MobileNet makes of them, averaged to 7 x 7 places:
 * [N, 7, 7, channels]. Whatever is fitted to a region can be fitted to it.
 */
export type FeatureRegions = (layer: string) => Promise<RegionData>;

/**
 * Reads the images of a region with MobileNet, all layers in one pass, and keeps what they give on
 * disk, by the hash of network, layer and images: a second time nothing is computed.
 * @throws UserError when MobileNet or the images in colour are not installed
 * @example
 * const features = await openFeatures(region, { folder: reproduction.folder });
 * const model = fitRidgeReadout(await features('conv_pw_9'));
 */
export async function openFeatures(
  region: RegionData,
  { folder, weights = 'trained', layers = mobilenetLayers, ...options }: FeatureOptions,
): Promise<FeatureRegions> {
  const { place = path.join(DATA_FOLDER, 'features'), mobilenet, onProgress } = options;
  const parts = await Promise.all(
    (['training', 'test'] as const).map(async (part) => {
      const file = path.join(regionFolder(folder, region.region), COLOUR_FILES[part]);
      if (!existsSync(file))
        throw new UserError(
          `The images of ${region.dataset.name} are not there in colour: \`npm run data -- ` +
            'cowley2023` brings those of macaque V4; other data sets have none.',
        );
      const images = sha256(await readBytes(file));
      const network = mobilenetIdentity(weights);
      const fileOf = (layer: string): string =>
        path.join(place, `${sha256(JSON.stringify({ images, network, layer, grid: GRID }))}.npy`);
      const { shape } = region[`${part}Images`];
      return { file, fileOf, count: shape[0] };
    }),
  );
  const missing = layers.filter((layer) => parts.some(({ fileOf }) => !existsSync(fileOf(layer))));
  if (missing.length > 0) {
    const network = await openMobilenet(missing, weights, mobilenet);
    const images = parts.reduce((sum, { count }) => sum + count, 0);
    let before = 0;
    try {
      for (const { file, fileOf, count } of parts) {
        const { shape, values } = readPixels(await readBytes(file), file);
        if (shape[0] !== count || shape.length !== 4 || shape[3] !== 3)
          throw new UserError(`${file} does not belong to the images beside it: install it again.`);
        await writeFeatures(missing.map(fileOf), shape, (first, last) => {
          onProgress?.(before + last, images);
          const size = shape[1] * shape[2] * 3;
          return tf.tidy(() =>
            network.features(values.subarray(first * size, last * size), shape[1]).map(averaged),
          );
        });
        before += count;
      }
    } finally {
      network.dispose();
    }
  }
  return async (layer) => {
    if (!layers.includes(layer))
      throw new UserError(`Layer ${layer} was not read: it is none of ${layers.join(', ')}.`);
    const [trainingImages, testImages] = await Promise.all(
      parts.map(({ fileOf }) => readFloats(fileOf(layer))),
    );
    return { ...region, trainingImages, testImages };
  };
}

const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** Mean over equal squares: [batch, side, side, channels] -> [batch, 7, 7, channels]. */
function averaged(features: tf.Tensor4D): tf.Tensor4D {
  const square = features.shape[1] / GRID;
  return square === 1 ? features : tf.avgPool(features, square, square, 'valid');
}

/**
 * Writes one file a layer, batch by batch, each whole or not at all.
 * @param read features of the images from the first to before the last, one a file
 */
async function writeFeatures(
  files: readonly string[],
  [count]: readonly number[],
  read: (first: number, last: number) => tf.Tensor4D[],
): Promise<void> {
  const made: { readonly file: string; readonly part: string; readonly handle: FileHandle }[] = [];
  try {
    for (let first = 0; first < count; first += BATCH) {
      const found = read(first, Math.min(first + BATCH, count));
      const arrays = found.map(({ shape }, index) => ({ shape, values: found[index].dataSync() }));
      tf.dispose(found);
      for (const [index, { shape, values }] of arrays.entries()) {
        if (first === 0) {
          const part = temporaryBeside(files[index]);
          await mkdir(path.dirname(part), { recursive: true });
          made.push({ file: files[index], part, handle: await open(part, 'wx') });
          await made[index].handle.write(npyHeader([count, ...shape.slice(1)], 'f4'));
        }
        const { buffer, byteOffset, byteLength } = values;
        await made[index].handle.write(new Uint8Array(buffer, byteOffset, byteLength));
      }
    }
    for (const { file, part, handle } of made) {
      await handle.close();
      await rename(part, file);
    }
  } catch (error) {
    throw readableError(error, path.dirname(files[0]));
  } finally {
    for (const { part, handle } of made) {
      await handle.close();
      await rm(part, { force: true });
    }
  }
}
