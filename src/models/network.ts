import type { tf } from '../backend/tensorflow';
import { createRandom } from '../data/random';
import { UserError } from '../errors';
import { architecture } from './architecture';
import type { Autoencoder } from './autoencoder';
import { cae } from './cae';
import { declareEncoder, encode } from './encoder';
import { factorizedReadout } from './factorizedReadout';
import { fixedMaskReadout } from './fixedMaskReadout';
import type { ForwardPass } from './forwardPass';
import { fullyConnectedReadout } from './fullyConnectedReadout';
import { formatModelName, type AutoencoderName, type ModelName, type ReadoutName } from './modelName';
import type { NetworkSettings } from './networkSettings';
import type { NeuronStatistics } from './neuronStatistics';
import type { ParameterTable } from './parameters';
import type { Readout } from './readout';
import { createVae } from './vae';
import { createVqVae } from './vqVae';

const autoencoders: Partial<Record<AutoencoderName, (settings: NetworkSettings) => Autoencoder>> = {
  CAE: () => cae,
  VAE: ({ outputVariance }) => createVae(outputVariance ?? architecture.outputVariance),
  'VQ-VAE': ({ codebook }) => createVqVae(codebook ?? architecture.quantization.codebook),
};
const readouts: Record<ReadoutName, Readout> = { FR: factorizedReadout, FC: fullyConnectedReadout, FM: fixedMaskReadout };

/** What one evaluation of a network gives. */
export interface NetworkOutput {
  /** [batch, 32, 32, 1]; undefined without an autoencoder. */
  readonly reconstruction: tf.Tensor4D | undefined;
  /** What the autoencoder's code costs, on the scale of the reconstruction error; undefined where it costs nothing. */
  readonly latentLoss: tf.Scalar | undefined;
  /** Predicted responses [batch, M]; undefined without a readout. */
  readonly responses: tf.Tensor2D | undefined;
  /** The layers h_1 ... h_depth. */
  readonly hidden: readonly tf.Tensor4D[];
}

/** A model of the paper, composed of the shared encoder, at most one autoencoder and at most one readout (Fig. 1). */
export interface Network {
  readonly name: ModelName;
  readonly autoencoder: Autoencoder | undefined;
  readonly readout: Readout | undefined;
  readonly initialise: (neurons: NeuronStatistics, seed: number) => ParameterTable;
  /** @param only the part that is needed, where the other would be computed in vain; both by default */
  readonly evaluate: (pass: ForwardPass, images: tf.Tensor4D, only?: 'reconstruction' | 'responses') => NetworkOutput;
}

/**
 * Composes a model from its name.
 * @throws UserError for a part that this version does not have
 */
export function createNetwork(name: ModelName, settings: NetworkSettings = {}): Network {
  const autoencoder = name.autoencoder === null ? undefined : part(autoencoders, name.autoencoder, name)(settings);
  const readout = name.readout === null ? undefined : readouts[name.readout];
  const depth = autoencoder === undefined ? name.layer! : architecture.encoder.length;
  return {
    name,
    autoencoder,
    readout,
    initialise: (neurons, seed) => {
      const table: ParameterTable = { initial: {}, trainable: [] };
      // One stream a part: the same seed gives CAE and CAE-FR2 the same initial autoencoder.
      declareEncoder(table, depth, createRandom(seed, 'encoder'), settings);
      autoencoder?.declare(table, createRandom(seed, 'autoencoder'), settings);
      readout?.declare(table, name.layer!, neurons, createRandom(seed, 'readout'));
      return table;
    },
    evaluate: (pass, images, only) => {
      const hidden = encode(pass, images, only === 'responses' ? name.layer! : depth);
      const reconstruction = only === 'responses' ? undefined : autoencoder?.reconstruct(pass, hidden[depth - 1]);
      return {
        hidden,
        reconstruction: reconstruction?.images,
        latentLoss: reconstruction?.latentLoss,
        responses: only === 'reconstruction' ? undefined : readout?.predict(pass, hidden[name.layer! - 1]),
      };
    },
  };
}

function part<Name extends string, Part>(parts: Partial<Record<Name, Part>>, key: Name, name: ModelName): Part {
  const found = parts[key];
  if (found === undefined) {
    throw new UserError(
      `The model ${formatModelName(name)} needs the part ${key}, which this version does not have; available are ${Object.keys(parts).join(', ')}.`,
    );
  }
  return found;
}
