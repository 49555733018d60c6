import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import { computeArray, uploadTensor, uploadTensors } from '../backend/tensorTransfer';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { formatModelName } from '../models/modelName';
import { createImageNetwork, createNetwork, type Network } from '../models/network';
import { disposeRegion, uploadRegion, type DeviceRegion } from './deviceRegion';
import {
  evaluate,
  layerAnswers,
  requireImages,
  trainedModel,
  validationCriterion,
} from './evaluate';
import { fitNetwork } from './train';
import type { TrainedModel, TrainingOptions, TrainingRequest } from './training';

/**
 * A readout on the encoder of an autoencoder that was trained without responses (the DAE of Fig. 4
 * and App. Fig. 8). The encoder is frozen and its batch norm uses the moving statistics, so h_i of
 * every image is computed once and only the readout is trained, by the protocol of `train`; with
 * the mapping `unfitted` it stays at its random initial weights. The model reconstructs nothing,
 * the autoencoder does, and its weights are those of the readout.
 * @throws UserError for a request without readout or frozen encoder, with another task than NRS, or
 * without the encoder's weights
 */
export async function fitReadout(
  request: TrainingRequest,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainedModel> {
  const { frozenEncoder, readout, layer, task } = request;
  const { encoderWeights } = options;
  if (frozenEncoder === undefined || readout === null || layer === null || task !== 'NRS') {
    throw new UserError(
      `${formatModelName(request)} ${task} has no readout to be put on a frozen encoder: ` +
        'give a model with a readout, the NRS task and frozenEncoder.',
    );
  }
  if (encoderWeights === undefined) {
    throw new UserError(
      `The readout ${formatModelName(request)} needs the weights of the autoencoder whose ` +
        'encoder is frozen: train that first.',
    );
  }
  // The readout has the initial values that it has in the whole network.
  const network = createImageNetwork(
    createNetwork(request, request.hyperparameters).readout!,
    layer,
  );
  const encoder = Object.fromEntries(
    Object.entries(encoderWeights).filter(([name]) => name.startsWith('encoder')),
  );
  const parameters = uploadTensors(encoder);
  const answers = replaceImages(uploadRegion(request, region), parameters, layer);
  tf.dispose(parameters);
  try {
    const model =
      frozenEncoder.mapping === 'unfitted'
        ? leaveUnfitted(request, network, answers)
        : await fitNetwork(request, network, answers, options);
    return {
      ...model,
      predict: (images) => {
        const input = computeArray(() => {
          const shown = uploadTensor(requireImages(images)) as tf.Tensor4D;
          return layerAnswers(uploadTensors(encoder), shown, layer);
        });
        return evaluate(network, model.weights, input, 'responses');
      },
    };
  } finally {
    disposeRegion(answers);
  }
}

/** The region with h_layer in the place of the images, which are disposed of. */
function replaceImages(
  { training, validation, neurons }: DeviceRegion,
  parameters: NamedTensors,
  layer: number,
): DeviceRegion {
  const replaced = [training, validation].map(({ images, responses }) => {
    const answers = layerAnswers(parameters, images, layer);
    images.dispose();
    return { images: answers, responses };
  });
  return { training: replaced[0], validation: replaced[1], neurons };
}

/** The readout with its initial weights. */
function leaveUnfitted(
  request: TrainingRequest,
  network: Network,
  data: DeviceRegion,
): TrainedModel {
  const { initial } = network.initialise(data.neurons, request.seed);
  const parameters = uploadTensors(initial);
  try {
    const validation = validationCriterion(network, parameters, data.validation, 'NRS');
    const trainingLoss = validationCriterion(network, parameters, data.training, 'NRS');
    return {
      ...trainedModel(network, parameters, initial, [], data.validation),
      steps: 0,
      execution: 'eager',
      validation,
      stages: [],
      curves: { step: [0], validation: [validation], trainingLoss: [trainingLoss] },
    };
  } finally {
    tf.dispose(parameters);
  }
}
