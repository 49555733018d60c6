import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  autoencoderNames,
  formatModelName,
  layers,
  readoutNames,
} from '../../src/models/modelName';
import { defaultChoices } from '../../src/paper/hyperparameters';
import {
  controlCells,
  doses,
  frozenCells,
  reconstructionPair,
  regularisedPair,
  similarityPair,
} from '../../src/paper/cells';
import { specify, type Cell } from '../../src/paper/specify';
import { encoderRun } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { differences, planOf } from './plans';

const sparse = {
  ...defaultChoices,
  activationSparsity: { IR: 3, NRS: 3 },
  regularisation: { ...defaultChoices.regularisation, normalization: 'none' as const },
};
const plan = planOf('paper', 1, sparse);
const one = (cell: Cell, within = plan) => specify(within, cell)[0];
const nameOf = (cell: Cell): string => formatModelName(one(cell));

test('every matched pair differs in one field of its cells, and in its trainings only by what follows from it', () => {
  const [reference, recorded, ...controls] = controlCells(3);
  const pretrained = controls.pop()!;
  const pairs: [left: Cell, right: Cell, field: string][] = [
    ...layers.map((layer): [Cell, Cell, string] => [...reconstructionPair(3, layer), 'beta']),
    ...layers.map((layer): [Cell, Cell, string] => [...similarityPair(3, layer), 'alpha']),
    [...(regularisedPair(1) as [Cell, Cell]), 'beta'],
    [recorded, reference, 'beta'],
    ...controls.map((control): [Cell, Cell, string] => [control, recorded, 'responses']),
    [pretrained, reference, 'pretrained'],
  ];
  assert.equal(pairs.length, 4 + 4 + 1 + 1 + 3 + 1);
  const follows = ['alpha', 'beta', 'readoutSparsity'];
  for (const [left, right, field] of pairs) {
    assert.deepEqual(differences(left, right), [field]);
    const [first, second] = [one(left), one(right)];
    assert.notEqual(specificationHash(first), specificationHash(second));
    const shared = (run: typeof first) => ({
      ...run,
      autoencoder: null,
      readout: null,
      layer: null,
      responses: null,
      pretrainedLayers: null,
      hyperparameters: Object.entries(run.hyperparameters).filter(
        ([name]) => !follows.includes(name),
      ),
    });
    assert.deepEqual(shared(first), shared(second));
  }
});

test('beta 0 is the CAE with the sparse layer of its rival, alpha 0 the CNN', () => {
  for (const layer of layers) {
    const [, withoutResponses] = reconstructionPair(3, layer);
    assert.equal(nameOf(withoutResponses), 'CAE');
    assert.equal(one(withoutResponses).hyperparameters.sparseLayer, layer);
    const [, withoutImages] = similarityPair(3, layer);
    assert.equal(nameOf(withoutImages), `CNN-FR${layer}`);
    assert.equal(
      specificationHash(one(withoutImages)),
      specificationHash(one({ region: 3, model: `CNN-FR${layer}`, task: 'NRS' })),
    );
  }
  assert.equal(
    specificationHash(one(reconstructionPair(3, 2)[1])),
    specificationHash(one({ region: 3, model: 'CAE', task: 'IR' })),
  );
});

test('every combination without reconstruction is the CNN with its readout, without responses its autoencoder', () => {
  const usual = planOf('paper', 1);
  for (const autoencoder of autoencoderNames)
    for (const readout of readoutNames)
      for (const layer of layers) {
        const [part, region] = [`${readout}${layer}`, 1];
        const hash = (cell: Cell): string => specificationHash(one(cell, usual));
        assert.equal(
          hash({ region, model: `${autoencoder}-${part}`, task: 'NRS', alpha: 0 }),
          hash({ region, model: `CNN-${part}`, task: 'NRS' }),
        );
        assert.equal(
          hash({ region, model: `${autoencoder}-${part}`, task: 'IR', beta: 0 }),
          hash({ region, model: autoencoder, task: 'IR' }),
        );
      }
});

test('without a sparse layer one CAE is the reference of all four layers', () => {
  const usual = planOf('paper', 1);
  assert.equal(
    new Set(layers.map((layer) => specificationHash(one(reconstructionPair(3, layer)[1], usual))))
      .size,
    1,
  );
});

test('a dose changes one weight; the penalty of the readout grows with beta', () => {
  for (const dose of doses.IR.filter((value) => value > 0)) {
    assert.equal(
      one({ region: 3, model: 'CAE-FR2', task: 'NRS', alpha: dose }).hyperparameters.alpha,
      dose,
    );
    const { beta, alpha, readoutSparsity } = one({
      region: 3,
      model: 'CAE-FR2',
      task: 'IR',
      beta: dose,
    }).hyperparameters;
    assert.deepEqual([beta, alpha, readoutSparsity], [dose, 1, sparse.readoutSparsity.FR * dose]);
  }
});

test('regularised: the chosen one; the protocol as printed otherwise', () => {
  const cell: Cell = { region: 1, model: 'CAE', task: 'IR' };
  const of = (regularised: Cell['regularised']) => {
    const { augmentation, normalization, weightDecay } = one({
      ...cell,
      regularised,
    }).hyperparameters;
    return [augmentation, normalization, weightDecay];
  };
  assert.deepEqual(of(undefined), ['none', undefined, 0]);
  assert.deepEqual(of(true), [
    sparse.regularisation.augmentation,
    sparse.regularisation.normalization,
    sparse.regularisation.weightDecay,
  ]);
});

test('a frozen encoder is that of the CAE or of the joint model, trained in the IR task as it is elsewhere', () => {
  const [unfitted, afterwards, onJoint] = frozenCells(3, 2).map((cell) => one(cell));
  const [joint, reference] = reconstructionPair(3, 2).map((cell) => specificationHash(one(cell)));
  assert.deepEqual(
    [unfitted, afterwards, onJoint].map((run) => specificationHash(encoderRun(run)!)),
    [reference, reference, joint],
  );
  assert.deepEqual(
    [unfitted, afterwards, onJoint].map(({ frozenEncoder }) => frozenEncoder!.mapping),
    ['unfitted', 'fitted afterwards', 'fitted afterwards'],
  );
  for (const { task, hyperparameters } of [unfitted, afterwards, onJoint]) {
    assert.deepEqual(
      [task, hyperparameters.alpha, hyperparameters.activationSparsity],
      ['NRS', 0, 0],
    );
  }
});

test('one specification a seed; groups of neurons may depend on it, an autoencoder alone has none', () => {
  const three = planOf('paper', 3);
  const neurons = (seed: number): number[] => [seed, seed + 1];
  assert.deepEqual(
    specify(three, { region: 3, model: 'CAE-FR2', task: 'IR', neurons }).map((run) => [
      run.seed,
      run.neurons,
    ]),
    [1, 2, 3].map((seed) => [seed, neurons(seed)]),
  );
  assert.equal(one({ region: 3, model: 'CAE-FR2', task: 'IR', beta: 0, neurons }).neurons, 'all');
  assert.throws(
    () => specify(three, { region: 3, model: 'CAE-XX2', task: 'IR' }),
    /Unknown model "CAE-XX2"/,
  );
});
