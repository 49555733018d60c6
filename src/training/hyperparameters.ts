import type { Layer } from '../models/modelName';
import type { NetworkSettings } from '../models/networkSettings';

/** The numbers of one training. Flat; unknown keys are refused wherever users can set them. */
export interface Hyperparameters extends NetworkSettings {
  /** Weight of the reconstruction error summed over pixels (Eq. 3). */
  readonly alpha: number;
  /** Weight of the Poisson loss summed over neurons (Eq. 7). */
  readonly beta: number;
  /** Weight of the readout's regulariser: FR and FM the L1 norm of every neuron's effective weights (mask times feature weight), FC their squared L2 norm, summed over neurons. */
  readonly readoutSparsity: number;
  /** Weight of the scale-free density (L1 / L2) of the layer h_i. */
  readonly activationSparsity: number;
  /** The layer whose density is penalised where no readout names one: the rival "sparse autoencoder without responses". */
  readonly sparseLayer: Layer;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Steps without a better validation value after which a stage ends. */
  readonly patience: number;
  /** Steps between two validations. */
  readonly validationInterval: number;
  /** 2: after the first stage, which ends by patience, the learning rate is halved and the best weights are trained a second time. */
  readonly stages: 1 | 2;
  /** Upper bound on the steps of all stages together. */
  readonly maxSteps: number;
  /** Which images are reconstructed in training: the originals, or each in one of its eight orientations at random. Responses are always fitted to originals. */
  readonly augmentation: 'none' | 'flips and transpositions';
  /** Decoupled weight decay of encoder and autoencoder (Loshchilov & Hutter 2019), in units of the learning rate. */
  readonly weightDecay: number;
}
