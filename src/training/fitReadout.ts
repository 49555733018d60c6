import { tf } from '../backend/tensorflow';
import { uploadTensors } from '../backend/tensorTransfer';
import type { NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { formatModelName } from '../models/modelName';
import { createImageNetwork, createNetwork, type Network } from '../models/network';
import { disposeRegion, uploadRegion, type DeviceRegion } from './deviceRegion';
import { achievedBy, layerAnswers, validationCriterion } from './evaluate';
import { fitNetwork } from './train';
import type { FailedTraining, TrainingOptions, TrainingRequest, TrainingResult } from './training';

/**
 * A readout on the encoder of an autoencoder that was trained without responses (the DAE of Fig. 4
 * and App. Fig. 8). The encoder is frozen and its batch norm uses the moving statistics, so h_i of
 * every image is computed once and only the readout is trained, by the protocol of `train`; with
 * the mapping `unfitted` it stays at its random initial weights. The result has no reconstructions,
 * those are the autoencoder's own, and as weights those of the readout.
 * @throws UserError for a request without readout or frozen encoder, with another task than NRS, or
 * without the encoder's weights
 */
export async function fitReadout(
  request: TrainingRequest,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainingResult | FailedTraining> {
  const { frozenEncoder, readout, layer, task } = request;
  const { encoderWeights } = options;
  if (frozenEncoder === undefined || readout === null || layer === null || task !== 'NRS') {
    throw new UserError(
      `${formatModelName(request)} ${task} has no readout to be put on a frozen encoder: give a model with a readout, the NRS task and frozenEncoder.`,
    );
  }
  if (encoderWeights === undefined) {
    throw new UserError(
      `The readout ${formatModelName(request)} needs the weights of the autoencoder whose encoder is frozen: train that first.`,
    );
  }
  // The readout has the initial values that it has in the whole network.
  const network = createImageNetwork(
    createNetwork(request, request.hyperparameters).readout!,
    layer,
  );
  const data = uploadRegion(request, region);
  const answers = replaceImages(data, encoderWeights, layer);
  try {
    return frozenEncoder.mapping === 'unfitted'
      ? leaveUnfitted(request, network, answers)
      : await fitNetwork(request, network, answers, options);
  } finally {
    disposeRegion(answers);
  }
}

/** The region with h_layer in the place of the images, which are disposed of. */
function replaceImages(
  data: DeviceRegion,
  weights: Readonly<Record<string, NdArray>>,
  layer: number,
): DeviceRegion {
  const parameters = uploadTensors(
    Object.fromEntries(Object.entries(weights).filter(([name]) => name.startsWith('encoder'))),
  );
  const answersTo = (images: tf.Tensor4D): tf.Tensor4D => {
    const answers = layerAnswers(parameters, images, layer);
    images.dispose();
    return answers;
  };
  try {
    return {
      training: { ...data.training, images: answersTo(data.training.images) },
      validation: { ...data.validation, images: answersTo(data.validation.images) },
      testImages: answersTo(data.testImages),
      neurons: data.neurons,
    };
  } finally {
    tf.dispose(parameters);
  }
}

function leaveUnfitted(
  request: TrainingRequest,
  network: Network,
  data: DeviceRegion,
): TrainingResult {
  const { initial } = network.initialise(data.neurons, request.seed);
  const parameters = uploadTensors(initial);
  try {
    const validation = validationCriterion(network, parameters, data.validation, 'NRS');
    const trainingLoss = validationCriterion(network, parameters, data.training, 'NRS');
    const curves = { step: [0], validation: [validation], trainingLoss: [trainingLoss] };
    return {
      status: 'finished',
      steps: 0,
      execution: 'eager',
      validation,
      stages: [],
      curves,
      ...achievedBy(network, parameters, initial, data),
    };
  } finally {
    tf.dispose(parameters);
  }
}
