import { ndArray, sizeOf, takeColumns, takeRows, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { RegionData } from '../../src/data/region';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { formatModelName } from '../../src/models/modelName';
import { layerShape } from '../../src/models/architecture';
import { encodeArray } from '../../src/runs/recordCodec';
import { protocolVersion } from '../../src/runs/specificationHash';
import type { FinishedRecord } from '../../src/runs/record';
import type { RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { tinyProvenance } from '../runs/tinyRun';

const shown = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45];

/** Responses mixed with as much noise as makes them correlate like a model of middling quality. */
function noisy({ shape, values }: NdArray, share: number, stream: string): NdArray {
  const random = createRandom(1, stream);
  return ndArray(
    shape,
    values.map((value) => Math.max(0.01, (1 - share) * value + share * Math.abs(random.normal()))),
  );
}

/**
 * A record as a training would leave it, without training: for tests of what is made from records.
 * Errors follow the images' variance and differ a little between models and seeds; weights on
 * responses make no systematic difference.
 */
export function fakeRecord(specification: RunSpecification, region: RegionData): FinishedRecord {
  const { autoencoder, readout, layer, seed, neurons, frozenEncoder } = specification;
  const name = `${formatModelName(specification)} ${specificationHash(specification)}`;
  const random = createRandom(seed, name);
  const [images, ...picture] = region.testImages.shape;
  const pixels = sizeOf(picture);
  const level = 0.08 * (1 + 0.03 * random.normal());
  const mse = Array.from({ length: images }, (_, image) => {
    const values = region.testImages.values.subarray(image * pixels, (image + 1) * pixels);
    return (
      ((level * values.reduce((sum, value) => sum + value * value, 0)) / pixels) *
      (1 + 0.05 * random.uniform())
    );
  });
  const reconstructs = autoencoder !== null && frozenEncoder === undefined;
  const responses =
    neurons === 'all' ? region.testResponses : takeColumns(region.testResponses, neurons);
  const predictions = noisy(responses, frozenEncoder?.mapping === 'unfitted' ? 0.99 : 0.6, name);
  const scores = pearsonPerNeuron(predictions, responses);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const psnr = mse.map((value) => 10 * Math.log10(4 / value));
  const ssim = mse.map((value) => 1 - 5 * value);
  const fitted = responses.shape[1];
  const curve = Array.from(
    { length: 40 },
    (_, index) => 0.05 + 0.2 * Math.exp(-index / 5) + 0.0005 * index + 0.001 * random.uniform(),
  );
  const { size, channels } = layerShape(layer ?? 1);
  return {
    protocol: protocolVersion,
    hash: specificationHash(specification),
    specification,
    provenance: tinyProvenance,
    status: 'finished',
    summary: {
      mse: reconstructs ? mean(mse) : null,
      psnr: reconstructs ? mean(psnr) : null,
      ssim: reconstructs ? mean(ssim) : null,
      pcc: readout && mean(scores.pcc),
      validation: Math.min(...curve),
      steps: 2000,
    },
    validationScores: {
      mse: reconstructs ? mean(mse) : null,
      poissonLoss: readout && 80,
      pcc: readout && scores.pcc,
    },
    stages: [
      {
        learningRate: 0.001,
        steps: 1500,
        bestStep: 500,
        bestValidation: Math.min(...curve),
        endedBy: 'patience',
      },
      {
        learningRate: 0.0005,
        steps: 500,
        bestStep: 500,
        bestValidation: Math.min(...curve),
        endedBy: 'patience',
      },
    ],
    curves: {
      step: curve.map((_, index) => 50 * (index + 1)),
      validation: curve,
      trainingLoss: curve.map((value) => 1000 * value),
    },
    reconstruction: reconstructs
      ? {
          mse,
          psnr,
          ssim,
          exampleIndices: shown,
          examples: encodeArray({
            shape: [shown.length, 32, 32],
            values: takeRows(region.testImages, shown).values.map((value) => 0.9 * value),
          }),
        }
      : null,
    responses: readout && { predictions: encodeArray(predictions), ...scores, poissonLoss: 80 },
    readout:
      readout === 'FR' || readout === 'FM'
        ? {
            mask: encodeArray(
              ndArray(
                [size * size, fitted],
                Float32Array.from({ length: size * size * fitted }, () => random.normal()),
              ),
            ),
            featureWeights: encodeArray(
              ndArray(
                [channels, fitted],
                Float32Array.from({ length: channels * fitted }, () => random.normal()),
              ),
            ),
          }
        : null,
    ...(reconstructs
      ? {
          latent: {
            bitsPerImage: 3200,
            activeUnits: autoencoder === 'VAE' ? 80 : null,
            usedCodes: autoencoder === 'VQ-VAE' ? 200 : null,
            perplexity: autoencoder === 'VQ-VAE' ? 120 : null,
          },
        }
      : {}),
  };
}
