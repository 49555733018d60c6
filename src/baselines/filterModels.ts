import { tf } from '../backend/tensorflow';
import { sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import type { ForwardPass } from '../models/forwardPass';
import { declarePixelScores, filled, joined, pixelScores, smallNormal } from '../models/layers';
import { responseBias, type Readout } from '../models/readout';
import {
  klindtProtocol,
  trainRival,
  type TrainedRival,
  type TrainedRivalOptions,
} from './trainedRival';

// Assumption: small, so that training starts near every neuron's mean response.
const initialDeviation = 0.02;

/** What a model makes of the answers of its filters. */
interface FilterModel {
  /** How many filters there are for so many neurons. */
  readonly filters: (neurons: number) => number;
  /** How many weights a neuron has on top of them; undefined: none. */
  readonly weights?: (neurons: number) => readonly number[];
  /** @param answers [batch, filters] @returns the drive of every neuron, [batch, M] */
  readonly combine: (answers: tf.Tensor2D, pass: ForwardPass, neurons: number) => tf.Tensor2D;
}

/**
 * Sums of neighbouring columns, as many as belong to a neuron: [batch, M * filters] -> [batch, M].
 */
function sumPerNeuron(values: tf.Tensor, neurons: number): tf.Tensor2D {
  return tf.sum(values.reshape([values.shape[0], neurons, -1]), 2) as tf.Tensor2D;
}

// They are smaller than the network of Klindt et al. and take larger steps.
const learningRates = klindtProtocol.learningRates.map((rate) => 3 * rate);

/**
 * softplus of a drive plus a bias that starts at the mean response; the drive is made of linear
 * filters over the z-scored image.
 */
function filterReadout(
  trainingImages: NdArray,
  { filters, weights, combine }: FilterModel,
): Readout {
  const pixels = sizeOf(trainingImages.shape.slice(1));
  return {
    declare: ({ meanResponses, random }) => {
      const neurons = meanResponses.length;
      const count = filters(neurons);
      return joined(declarePixelScores(trainingImages), {
        trained: {
          filters: smallNormal([pixels, count], initialDeviation, random),
          ...(weights && {
            offsets: filled([count], 0),
            'readout/weights': smallNormal(weights(neurons), initialDeviation, random),
          }),
          'readout/bias': responseBias(meanResponses),
        },
      });
    },
    predict: (pass, images) => {
      const bias = pass.parameter('readout/bias');
      const answers = tf.matMul(
        pixelScores(pass, images).reshape([-1, pixels]) as tf.Tensor2D,
        pass.parameter('filters') as tf.Tensor2D,
      ) as tf.Tensor2D;
      return tf.softplus(tf.add(combine(answers, pass, bias.shape[0]!), bias) as tf.Tensor2D);
    },
    penalty: (pass) => {
      const side = trainingImages.shape[1];
      const asImages = tf
        .transpose(pass.parameter('filters'))
        .reshape([-1, side, side, 1]) as tf.Tensor4D;
      const vertical = tf.sub(
        asImages.slice([0, 1, 0, 0]),
        asImages.slice([0, 0, 0, 0], [-1, side - 1, -1, -1]),
      );
      const horizontal = tf.sub(
        asImages.slice([0, 0, 1, 0]),
        asImages.slice([0, 0, 0, 0], [-1, -1, side - 1, -1]),
      );
      const squares = [
        vertical,
        horizontal,
        asImages,
        ...(weights === undefined ? [] : [pass.parameter('readout/weights')]),
      ];
      return tf.addN(squares.map((values) => tf.sum(tf.square(values)))) as tf.Scalar;
    },
  };
}

/**
 * LN-LN: every neuron sums a few LN subunits of its own and takes a second softplus, softplus(sum
 * over k of v_k softplus(w_k x + c_k) + b).
 * @param trainingImages [N, side, side, 1] for the pixel-wise z-score
 * @param subunits of a neuron
 */
export function cascadeReadout(trainingImages: NdArray, subunits = 4): Readout {
  return filterReadout(trainingImages, {
    filters: (neurons) => subunits * neurons,
    weights: (neurons) => [subunits * neurons],
    combine: (answers, pass, neurons) =>
      sumPerNeuron(
        tf.mul(
          tf.softplus(tf.add(answers, pass.parameter('offsets')) as tf.Tensor2D),
          pass.parameter('readout/weights'),
        ),
        neurons,
      ),
  });
}

/**
 * Energy model (Adelson & Bergen 1985): every neuron sums the squares of two filters of its own,
 * softplus(sum over k of (w_k x)^2 + b), which makes it blind to contrast sign.
 * @param trainingImages [N, side, side, 1] for the pixel-wise z-score
 */
export function energyReadout(trainingImages: NdArray): Readout {
  return filterReadout(trainingImages, {
    filters: (neurons) => 2 * neurons,
    combine: (answers, _pass, neurons) => sumPerNeuron(tf.square(answers), neurons),
  });
}

/**
 * A multi-layer perceptron: one hidden layer with ELU that all neurons read, softplus(V elu(W x +
 * c) + b).
 * @param trainingImages [N, side, side, 1] for the pixel-wise z-score
 */
export function perceptronReadout(trainingImages: NdArray, hiddenUnits = 64): Readout {
  return filterReadout(trainingImages, {
    filters: () => hiddenUnits,
    weights: (neurons) => [hiddenUnits, neurons],
    combine: (answers, pass) =>
      tf.matMul(
        tf.elu(tf.add(answers, pass.parameter('offsets')) as tf.Tensor2D),
        pass.parameter('readout/weights') as tf.Tensor2D,
      ),
  });
}

/**
 * The LN-LN model of every neuron, four LN subunits each, trained by the protocol of Klindt et al.
 * (2017) with the squared norm of filters and weights, and of the filters' steps from pixel to
 * pixel, as its regulariser.
 * @param options.penalties of that regulariser; default 0.1
 * @throws UserError when the region was opened without training images
 * @example
 * const model = await fitCascade(region, { seed: 1, penalties: [0.03, 0.1, 0.3] });
 * score(model, region).pcc; // => one correlation a neuron
 */
export function fitCascade(
  region: RegionData,
  options: TrainedRivalOptions = {},
): Promise<TrainedRival> {
  return trainRival(region, (images) => cascadeReadout(images), {
    penalties: [0.1],
    learningRates,
    ...options,
  });
}

/**
 * The energy model (Adelson & Bergen 1985) of every neuron, two squared filters each, trained as
 * `fitCascade` trains.
 * @param options.penalties of its regulariser; default 1
 * @throws UserError when the region was opened without training images
 * @example
 * const model = await fitEnergyModel(region, { seed: 1, penalties: [0.3, 1, 3] });
 * model.weights.filters.shape; // => [1024, 2 M]
 */
export function fitEnergyModel(
  region: RegionData,
  options: TrainedRivalOptions = {},
): Promise<TrainedRival> {
  return trainRival(region, energyReadout, { penalties: [1], learningRates, ...options });
}

/**
 * A multi-layer perceptron with one layer of 64 hidden units that all neurons share, trained as
 * `fitCascade` trains.
 * @param options.penalties of its regulariser; default 0.1
 * @throws UserError when the region was opened without training images
 * @example
 * const model = await fitPerceptron(region, { seed: 1, penalties: [0.03, 0.1, 0.3] });
 * model.parameters; // => 64 (1024 + 1) + M (64 + 1)
 */
export function fitPerceptron(
  region: RegionData,
  options: TrainedRivalOptions = {},
): Promise<TrainedRival> {
  return trainRival(region, (images) => perceptronReadout(images), {
    penalties: [0.1],
    learningRates,
    ...options,
  });
}
