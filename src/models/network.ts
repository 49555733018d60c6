import type { tf } from '../backend/tensorflow';
import type { NamedTensors } from '../backend/variables';
import type { NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { UserError } from '../errors';
import { architecture, layerShape, type NetworkSettings } from './architecture';
import type { Autoencoder } from './autoencoder';
import { cae, codeLength } from './cae';
import { declareEncoder, encode } from './convolutions';
import { factorizedReadout, fixedMaskReadout } from './factorizedReadout';
import { createForwardPass, type ForwardPass } from './forwardPass';
import { fullyConnectedReadout } from './fullyConnectedReadout';
import { joined, type DeclaredParameters } from './layers';
import { parseModelName, type AutoencoderName, type Layer, type ReadoutName } from './modelName';
import type { NeuronStatistics, Readout } from './readout';
import { createVae } from './vae';
import { vqVae } from './vqVae';

const autoencoders: Record<AutoencoderName, (settings: NetworkSettings) => Autoencoder> = {
  CAE: () => cae,
  VAE: ({ outputVariance }) => createVae(outputVariance ?? architecture.outputVariance),
  'VQ-VAE': () => vqVae,
};
const readouts: Record<ReadoutName, Readout> = {
  FR: factorizedReadout,
  FC: fullyConnectedReadout,
  FM: fixedMaskReadout,
};

/**
 * What a network is composed of: parts of the paper by their names (a `ModelName`), or parts of
 * one's own.
 */
export interface NetworkParts {
  /** null or left out: a CNN that is trained on responses only. */
  readonly autoencoder?: AutoencoderName | Autoencoder | null | undefined;
  /** null or left out: an autoencoder that is trained on images only. */
  readonly readout?: ReadoutName | Readout | null | undefined;
  /** The layer h_i that is read out; needed with a readout. */
  readonly layer?: Layer | null | undefined;
}

/** All parameters of a network by name, and the names of those that are trained. */
export interface InitialParameters {
  readonly initial: Readonly<Record<string, NdArray>>;
  readonly trainable: readonly string[];
}

function initialParameters(
  ...parts: readonly (DeclaredParameters | null | undefined)[]
): InitialParameters {
  const { trained, fixed } = joined(...parts.filter((part) => part !== null && part !== undefined));
  return { initial: { ...trained, ...fixed }, trainable: Object.keys(trained) };
}

/** What one evaluation of a network gives. */
export interface NetworkOutput {
  /** [batch, 32, 32, 1]; undefined without an autoencoder. */
  readonly reconstruction: tf.Tensor4D | undefined;
  /**
   * What the autoencoder's code costs, on the scale of the reconstruction error; undefined where it
   * costs nothing.
   */
  readonly latentLoss: tf.Scalar | undefined;
  /** Predicted responses [batch, M]; undefined without a readout. */
  readonly responses: tf.Tensor2D | undefined;
  /** The layers h_1 ... h_depth. */
  readonly hidden: readonly tf.Tensor4D[];
}

/**
 * The shared encoder, at most one autoencoder and at most one readout of a layer of the encoder
 * (Fig. 1).
 */
export interface Network {
  readonly autoencoder: Autoencoder | undefined;
  readonly readout: Readout | undefined;
  /** The layer h_i that is read out; null without a readout. */
  readonly layer: Layer | null;
  /** What it was made with; undefined: this network has no such thing. */
  readonly settings: NetworkSettings;
  /**
   * Initial values, and which of them are trained: the same seed gives the same part the same
   * values in every network.
   */
  readonly initialise: (neurons: NeuronStatistics, seed: number) => InitialParameters;
  /**
   * @param only the part that is needed, where the other would be computed in vain; both by default
   */
  readonly evaluate: (
    pass: ForwardPass,
    images: tf.Tensor4D,
    only?: 'reconstruction' | 'responses',
  ) => NetworkOutput;
  /**
   * The network with trained weights: `evaluate` with the moving statistics.
   * @param parameters all weights by name, on the device
   */
  readonly apply: (
    parameters: NamedTensors,
    images: tf.Tensor4D,
    only?: 'reconstruction' | 'responses',
  ) => NetworkOutput;
}

/**
 * Composes a network.
 * @param model a name as in the paper's tables, or its parts; an own readout or autoencoder goes
 * where a name would
 * @throws UserError for a name that does not exist, for no part at all, or for a readout without a
 * layer
 * @example
 * createNetwork('CAE-FR2');
 * createNetwork({ readout: myReadout, layer: 2 }); // like CNN-FR2, with a readout of one's own
 */
export function createNetwork(
  model: string | NetworkParts,
  settings: NetworkSettings = {},
): Network {
  const parts = typeof model === 'string' ? parseModelName(model) : model;
  const autoencoder =
    typeof parts.autoencoder === 'string'
      ? autoencoders[parts.autoencoder](settings)
      : (parts.autoencoder ?? undefined);
  const readout =
    typeof parts.readout === 'string' ? readouts[parts.readout] : (parts.readout ?? undefined);
  const layer = readout === undefined ? null : (parts.layer ?? null);
  if (readout !== undefined && layer === null)
    throw new UserError(
      'A network with a readout has to say which layer is read out: layer 1, 2, 3 or 4.',
    );
  if (autoencoder === undefined && readout === undefined)
    throw new UserError('A network needs an autoencoder, a readout with its layer, or both.');
  const depth = autoencoder === undefined ? layer! : architecture.encoder.length;
  const { outputVariance = architecture.outputVariance, normalization = 'batch' } = settings;
  const hasDenseCode = parts.autoencoder === 'CAE' || parts.autoencoder === 'VAE';
  return applicable({
    autoencoder,
    readout,
    layer,
    settings: {
      normalization,
      ...(parts.autoencoder === 'VAE' && { outputVariance }),
      ...(hasDenseCode && { latentDimensions: codeLength(settings) }),
    },
    // One stream a part: the same seed gives CAE and CAE-FR2 the same initial autoencoder.
    initialise: (neurons, seed) => {
      const site = layer && { ...layerShape(layer), ...neurons, layer };
      return initialParameters(
        declareEncoder(depth, createRandom(seed, 'encoder'), settings),
        autoencoder?.declare(createRandom(seed, 'autoencoder'), settings),
        site && readout?.declare({ ...site, random: createRandom(seed, 'readout') }),
      );
    },
    evaluate: (pass, images, only) => {
      const hidden = encode(pass, images, only === 'responses' ? layer! : depth);
      const reconstruction =
        only === 'responses' ? undefined : autoencoder?.reconstruct(pass, hidden[depth - 1]);
      return {
        hidden,
        reconstruction: reconstruction?.images,
        latentLoss: reconstruction?.latentLoss,
        responses:
          only === 'reconstruction' ? undefined : readout?.predict(pass, hidden[layer! - 1]),
      };
    },
  });
}

function applicable(network: Omit<Network, 'apply'>): Network {
  return {
    ...network,
    apply: (parameters, images, only) =>
      network.evaluate(createForwardPass(parameters, false), images, only),
  };
}

/**
 * A network without the paper's encoder: its readout looks at the image itself, [batch, 32, 32, 1],
 * and is all there is. The rivals are such networks, so that `trainNetwork` trains them
 * like the paper's. It has no layer h_i: `activationSparsity` has to be 0.
 * @param readout its `predict` is given images in the place of a layer; the layer that its
 * `declare` is told means nothing
 * @param layer where the input is not an image but the answers of this layer h_i, of an encoder
 * that was trained before
 * @example
 * const network = createImageNetwork(energyReadout(images));
 * trainNetwork(network, { task: 'NRS', seed: 1, hyperparameters }, region);
 */
export function createImageNetwork(readout: Readout, layer: Layer | null = null): Network {
  return applicable({
    autoencoder: undefined,
    readout,
    layer,
    settings: {},
    initialise: (neurons, seed) => {
      const site = { ...layerShape(layer ?? 1), ...neurons, layer: layer ?? 1 };
      return initialParameters(readout.declare({ ...site, random: createRandom(seed, 'readout') }));
    },
    evaluate: (pass, input, only) => ({
      // h_i in the place where a penalty on it would look for it.
      hidden: Array.from({ length: layer ?? 0 }, () => input),
      reconstruction: undefined,
      latentLoss: undefined,
      responses: only === 'reconstruction' ? undefined : readout.predict(pass, input),
    }),
  });
}
