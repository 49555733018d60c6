import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NdArray } from '../../src/data/ndArray';
import { comparePcc } from '../../src/experiments/comparisons';
import { parseModelName } from '../../src/models/modelName';
import { encodeArray } from '../../src/runs/recordCodec';
import type { FinishedRecord } from '../../src/runs/record';
import { specify } from '../../src/paper/specify';
import { better, oracle, responses, sameInterval, worse } from '../oracles/inference';
import { fakeContext, fakeRecord } from './fakeReproduction';

/** Trainings with seeds 1, 2, ... that predicted these responses. */
function trainings(...predicted: readonly NdArray[]): FinishedRecord[] {
  const seeds = predicted.map((_, index) => index + 1);
  const cell = { region: 3, model: parseModelName('CNN-FR2'), task: 'NRS' } as const;
  return specify(fakeContext({ seeds }), cell).map((specification, index) => {
    const record = fakeRecord(specification, { mse: 1, error: 1 });
    return { ...record, responses: { ...record.responses!, predictions: encodeArray(predicted[index]) } };
  });
}

test(`a difference in mean PCC has the interval of SciPy ${oracle.versions.scipy}`, () => {
  sameInterval(comparePcc(trainings(better), trainings(worse), responses)!, oracle.pccDifference);
});

test('models with the same predictions differ by exactly nothing', () => {
  const { estimate, lower, upper } = comparePcc(trainings(better, worse), trainings(better, worse), responses)!;
  assert.deepEqual([estimate, lower, upper], [0, 0, 0]);
});

test('only seeds that finished in both models are compared', () => {
  const [, second] = trainings(worse, better);
  const compared = comparePcc(trainings(better, better), [second], responses)!;
  assert.deepEqual([compared.estimate, compared.lower, compared.upper], [0, 0, 0]);
  assert.equal(comparePcc(trainings(better), [second], responses), undefined);
});
