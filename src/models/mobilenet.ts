import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { tf } from '../backend/tensorflow';
import { mobilenetV1 } from '../data/mobilenetV1/publishedNetwork';
import { sizeOf } from '../data/ndArray';
import { differentFiles } from '../data/publishedFiles';
import { createRandom } from '../data/random';
import { UserError } from '../errors';

/**
 * `trained` on ImageNet, or `untrained`: the same layers with random weights, the control for what
 * the architecture alone gives.
 */
export type MobilenetWeights = 'trained' | 'untrained';

/** Layers of MobileNet v1 that are compared with neurons: every other block, and the last one. */
export const mobilenetLayers = [1, 3, 5, 7, 9, 11, 12].map((block) => `conv_pw_${block}`);

/** Side of the images that it was trained on. */
const SIDE = 224;
const LAST = 'conv_pw_12_relu';
const UNTRAINED_SEED = 1;

/** What a network's features are named after: the checksums of its files, or its seed. */
export function mobilenetIdentity(weights: MobilenetWeights): string {
  const files = mobilenetV1.files.map(({ sha256 }) => sha256).join();
  return createHash('sha256')
    .update(weights === 'trained' ? files : `${files} untrained ${UNTRAINED_SEED}`)
    .digest('hex');
}

interface LayerDescription {
  readonly name: string;
}

interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly tf.io.WeightsManifestEntry[];
}

/** The description of the network in its model.json: Keras's, in the layers format of tfjs. */
interface Description {
  readonly modelTopology: {
    readonly model_config: {
      readonly class_name: string;
      readonly config: { readonly layers: readonly LayerDescription[] };
    };
  };
  readonly weightsManifest: readonly WeightGroup[];
}

/**
 * Random weights in the place of trained ones: He et al. (2015), Delving deep into rectifiers;
 * batch norm passes everything on.
 */
function randomWeights({ name, shape }: tf.io.WeightsManifestEntry): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if (/(gamma|variance)$/.test(name)) return values.fill(1);
  if (!name.endsWith('kernel')) return values;
  // A filter of a depthwise convolution sees one channel.
  const inputs = name.endsWith('depthwise_kernel')
    ? sizeOf(shape.slice(0, 2))
    : sizeOf(shape) / shape[3];
  const { normal } = createRandom(UNTRAINED_SEED, `mobilenet/${name}`);
  return values.map(() => Math.sqrt(2 / inputs) * normal());
}

/** What computes the features of images. */
export interface FeatureNetwork {
  /**
   * @param images uint8 [batch, side, side, 3] in colour
   * @returns one a layer: [batch, height, width, channels] after its activation; the caller
   * disposes of them
   */
  readonly features: (images: Uint8Array, side: number) => tf.Tensor4D[];
  readonly dispose: () => void;
}

/**
 * MobileNet v1 1.0 224 up to the last of some layers. Images are brought to 224 x 224 pixels by
 * bilinear interpolation and from [0, 255] to [-1, 1], as it was trained.
 * @param layers names without `_relu`: `conv_pw_9`
 * @throws UserError when it is not installed, or has no such layer
 */
export async function openMobilenet(
  layers: readonly string[],
  weights: MobilenetWeights,
  folder: string = mobilenetV1.folder,
): Promise<FeatureNetwork> {
  if ((await differentFiles(folder, mobilenetV1.files)).length > 0)
    throw new UserError(
      'MobileNet is not installed, or not as published: get it with `npm run data -- mobilenet`.',
    );
  const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name));
  const { modelTopology, weightsManifest } = JSON.parse(
    (await read('model.json')).toString(),
  ) as Description;
  const { class_name, config } = modelTopology.model_config;
  const known = config.layers.slice(0, config.layers.findIndex(({ name }) => name === LAST) + 1);
  const placeOf = (layer: string): number =>
    known.findIndex(({ name }) => name === `${layer}_relu`);
  const unknown = layers.filter((layer) => placeOf(layer) < 0);
  if (unknown.length > 0)
    throw new UserError(
      `MobileNet has no layer ${unknown.join(', ')} up to block 12: choose among ` +
        `${mobilenetLayers.join(', ')}.`,
    );
  const kept = known.slice(0, Math.max(...layers.map(placeOf)) + 1);
  const names = new Set(kept.map(({ name }) => name));
  const groups = weightsManifest.filter(({ weights: [first] }) =>
    names.has(first.name.split('/')[0]),
  );
  const entries = groups.flatMap((group) => group.weights);
  const contents =
    weights === 'trained'
      ? await Promise.all(groups.flatMap(({ paths }) => paths.map(read)))
      : entries.map((entry) => Buffer.from(randomWeights(entry).buffer));
  const outputs = layers.map((layer) => [`${layer}_relu`, 0, 0]);
  const truncated = { ...config, layers: kept, output_layers: outputs };
  const model = await tf.loadLayersModel({
    load: async () => ({
      modelTopology: { ...modelTopology, model_config: { class_name, config: truncated } },
      weightSpecs: entries,
      weightData: new Uint8Array(Buffer.concat(contents)).buffer,
    }),
  });
  return {
    features: (images, side) =>
      tf.tidy(() => {
        const pixels = tf.tensor4d(images, [images.length / (3 * side * side), side, side, 3]);
        const resized = tf.image.resizeBilinear(pixels, [SIDE, SIDE], false, true);
        const found = model.predictOnBatch(tf.sub(tf.div(resized, 127.5), 1));
        return (Array.isArray(found) ? found : [found]) as tf.Tensor4D[];
      }),
    dispose: () => model.dispose(),
  };
}
