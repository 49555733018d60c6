import assert from 'node:assert/strict';
import { test } from 'node:test';
import { illustrateCodebook } from '../../src/course/codebookUse';
import { illustrateLatentDimensions } from '../../src/course/latentDimensions';
import type { Lesson } from '../../src/course/lesson';
import { planShortTraining, type ShortTraining } from '../../src/course/shortTraining';
import { straightThroughGradients } from '../../src/course/straightThroughGradients';
import { ndArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { UserError } from '../../src/errors';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import type { NetworkSettings } from '../../src/models/networkSettings';
import { placeholderNeurons } from '../../src/models/neuronStatistics';
import type { TrainingResult } from '../../src/training/training';
import { fakeContext } from '../experiments/fakeReproduction';

const count = 6;
const random = createRandom(3, 'test/variant-illustrations');
const testImages = ndArray([count, 32, 32, 1], Float32Array.from({ length: count * 32 * 32 }, () => 2 * random.uniform() - 1));
const lesson = { context: fakeContext(), region: { testImages }, caption: 'Noise.' } as unknown as Lesson;

/** A network at its initial weights in the place of a short training. */
function untrained(name: string, settings: NetworkSettings): ShortTraining {
  const model = parseModelName(name);
  const { initial } = createNetwork(model, settings).initialise(placeholderNeurons(1, 32), 1);
  const result = { weights: initial, reconstructions: testImages } as unknown as TrainingResult;
  return { label: name, model, settings, run: async () => undefined, result: () => result };
}

function points({ figure }: { figure: { data: readonly unknown[] } | undefined }): number[] {
  return (figure!.data[0] as { y: number[] }).y;
}

test('the dimensions of a VAE are ordered by their divergence, and the sentences add them up', () => {
  const illustration = illustrateLatentDimensions(lesson, untrained('VAE', { outputVariance: 0.25 }));
  const costs = points(illustration);
  assert.equal(costs.length, 100);
  assert.ok(costs.every((cost, rank) => cost >= 0 && (rank === 0 || cost <= costs[rank - 1])));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const words = illustration.findings.join(' ');
  assert.ok(words.includes(`costs ${total.toFixed(1)} nats`), words);
  assert.ok(words.includes(`In the loss that is ${(0.5 * total).toFixed(2)} `), words);
  assert.ok(words.includes('a squared error of 0.00'), 'perfect reconstructions');
});

test('the shares of a codebook sum to 1, in either reading of its size', () => {
  for (const [codebook, entries] of [['256 codes of 32', 256], ['32 codes of 256', 32]] as const) {
    const illustration = illustrateCodebook(lesson, untrained('VQ-VAE', { codebook }));
    const shares = points(illustration);
    assert.equal(shares.length, entries);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    assert.match(illustration.findings[0], new RegExp(`^${shares.filter((share) => share > 0).length} of ${entries} entries`));
  }
});

test('straight-through: the error reaches the encoder, the codebook term the nearest entry, the commitment term the encoder', () => {
  // z = (0.9, 0.4), nearest e = (1, 0), target (0.5, 0.8): 2 (e - t), 2 (e - z), 2 (z - e).
  const [error, codebook, commitment, none] = ['(1.00, −1.60)', '(0.20, −0.80)', '(−0.20, 0.80)', '(0.00, 0.00)'];
  const cells = straightThroughGradients().rows.map((row) => row.slice(1).map((cell) => (cell.kind === 'text' ? cell.text : '')));
  assert.deepEqual(cells, [
    [none, error, none],
    [error, none, none],
    [none, codebook, none],
    [commitment, none, none],
  ]);
});

test('a setting that a model has no use for is refused', () => {
  const plan = (model: string, setting: object): unknown => planShortTraining(lesson, { model, task: 'IR', steps: 10, ...setting });
  assert.doesNotThrow(() => plan('VQ-VAE', { codebook: '32 codes of 256' }));
  assert.doesNotThrow(() => plan('VAE-FR2', { outputVariance: 0.1 }));
  assert.throws(() => plan('CAE', { outputVariance: 0.1 }), UserError);
  assert.throws(() => plan('VAE', { codebook: '32 codes of 256' }), /There is no setting codebook of VAE/);
});
