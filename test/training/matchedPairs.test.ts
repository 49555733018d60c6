import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hyperparameters, TrainingResult } from '../../src/training/training';
import { train } from '../../src/training/train';
import { tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();

async function trained(
  model: Parameters<typeof tinyRequest>[0],
  hyperparameters: Partial<Hyperparameters> = {},
): Promise<TrainingResult> {
  const result = await train(tinyRequest({ ...model, hyperparameters }), region);
  assert.ok(result.status === 'finished');
  return result;
}

const alone = { readout: null, layer: null } as const;
const regularised = {
  augmentation: 'flips and transpositions',
  normalization: 'none',
  weightDecay: 0.1,
} as const;

test('a joint model without weight on responses is the autoencoder of the same seed and sparse layer', async () => {
  for (const changes of [{}, { augmentation: 'flips and transpositions' }, regularised] as const) {
    const [joint, reference] = [
      await trained({}, { beta: 0, readoutSparsity: 0, ...changes }),
      await trained(alone, { beta: 0, readoutSparsity: 0, ...changes }),
    ];
    assert.deepEqual(joint.reconstructions, reference.reconstructions);
    assert.deepEqual(joint.curves.validation, reference.curves.validation);
  }
});

test('a joint model without weight on images is the CNN of the same seed', async () => {
  const [joint, reference] = [
    await trained({ task: 'NRS' }, { alpha: 0 }),
    await trained({ task: 'NRS', autoencoder: null }, { alpha: 0 }),
  ];
  assert.deepEqual(joint.predictions, reference.predictions);
});

test('responses change the reconstruction as soon as they have a weight', async () => {
  const [joint, reference] = [await trained({}), await trained(alone)];
  assert.notDeepEqual(joint.reconstructions, reference.reconstructions);
});

test('validation scores are those of the criterion, and of the other task too', async () => {
  const { validation, validationScores } = await trained({});
  assert.ok(Math.abs(validationScores.mse! - validation) < 1e-6);
  assert.ok(Number.isFinite(validationScores.poissonLoss));
  assert.equal(validationScores.pcc!.length, 3);
  assert.deepEqual((await trained(alone)).validationScores.pcc, null);
});

test('one stage trains at one learning rate', async () => {
  const { stages } = await trained({}, { stages: 1, patience: 5, maxSteps: 200 });
  assert.equal(stages.length, 1);
});

test('a share of the training images trains differently on the same validation images', async () => {
  const [all, share] = [
    await trained({}),
    await train({ ...tinyRequest(), trainingShare: 0.5 }, region),
  ];
  assert.ok(share.status === 'finished');
  assert.notDeepEqual(share.curves.trainingLoss, all.curves.trainingLoss);
});

test('pretrained layers stay as they are, the others train; without their weights they are refused', async () => {
  const { weights } = await trained(alone);
  const request = { ...tinyRequest({ ...alone, seed: 2 }), pretrainedLayers: 2 } as const;
  const built = await train(request, region, { encoderWeights: weights });
  assert.ok(built.status === 'finished');
  const changed = Object.keys(weights).filter(
    (name) =>
      name.startsWith('encoder') &&
      !/mean|variance/i.test(name) &&
      !built.weights[name].values.every((value, index) => value === weights[name].values[index]),
  );
  assert.deepEqual(
    [...new Set(changed.map((name) => name.split('/')[0]))],
    ['encoder3', 'encoder4'],
  );
  await assert.rejects(
    train(request, region),
    /pretrained layers need encoder1\/kernel of the network that was trained on all images/,
  );
});

test('the responses have a share of the gradient of h_i that grows with beta; none without them', async () => {
  const shares: number[] = [];
  for (const beta of [0, 0.1, 10]) {
    const { responsesShare } = await trained({}, { beta });
    shares.push(responsesShare!);
  }
  assert.equal(shares[0], 0);
  assert.ok(shares[1] > 0 && shares[1] < shares[2] && shares[2] < 1, String(shares));
  assert.equal((await trained(alone)).responsesShare, undefined);
  assert.equal((await trained({ task: 'NRS' }, { alpha: 0 })).responsesShare, 1);
  for (const model of [{ autoencoder: 'VAE' }, { autoencoder: 'VQ-VAE', layer: 4 }] as const) {
    const { responsesShare } = await trained(model);
    assert.ok(responsesShare! > 0 && responsesShare! < 1);
  }
});

test('shuffled targets are reconstructed instead of the images, and change the readout too', async () => {
  const request = tinyRequest({ task: 'NRS' });
  const [usual, shuffled] = [
    await train(request, region),
    await train({ ...request, targets: 'shuffled over images' }, region),
  ];
  assert.ok(usual.status === 'finished' && shuffled.status === 'finished');
  assert.notDeepEqual(shuffled.curves.trainingLoss, usual.curves.trainingLoss);
  assert.notDeepEqual(shuffled.predictions, usual.predictions);
});

test('a code of another length has that many numbers', async () => {
  for (const autoencoder of ['CAE', 'VAE'] as const) {
    const { weights, latent } = await trained({ autoencoder }, { latentDimensions: 20 });
    assert.deepEqual(weights['latent/weights'].shape, [4096, 20]);
    assert.equal(latent!.bitsPerImage, 20 * 32);
  }
});
