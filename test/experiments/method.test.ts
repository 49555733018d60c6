import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentMaterial } from '../../src/experiments/experiment';
import { figure1 } from '../../src/experiments/figure1';
import { hyperparametersFor } from '../../src/experiments/hyperparameters';
import { table1 } from '../../src/experiments/table1';
import { table14 } from '../../src/experiments/table14';
import { table8 } from '../../src/experiments/table8';
import { formatCell } from '../../src/figures/tableText';
import { parseModelName } from '../../src/models/modelName';

const neurons = 7;
const material = {
  context: { dataset: { name: 'simulated', kind: 'simulated', fingerprint: '' }, regions: [1], preset: 'paper', seeds: [1] },
  lookup: () => undefined,
  committed: undefined,
  evidence: new Map([[1, { neurons }]]),
} as unknown as ExperimentMaterial;

function texts(experiment: typeof table1): string[][] {
  const { columns, rows } = experiment.table!(material);
  return rows.map((row) => row.map((cell, index) => formatCell(cell, columns[index])));
}

test('the architecture: the parts of each network add up to its total', () => {
  const rows = texts(table14);
  const count = (part: RegExp): number =>
    rows.filter(([name]) => part.test(name)).reduce((sum, [, , , number]) => sum + Number(number.replaceAll(',', '')), 0);
  assert.equal(count(/^CAE$/), count(/^f1|^f2|^x̂/));
  assert.equal(count(/^CAE-FR2$/), count(/^f1|^f2|^x̂|^f3 \(FR2\)/));
  assert.equal(count(/^CNN-FR2$/), count(/^f1, h[12]|^f3 \(FR2\)/));
  // 4 x 4 kernel from 1 to 32 channels, scale and offset of batch norm; mask, feature weights and bias of every neuron.
  assert.equal(count(/^f1, h1$/), 4 * 4 * 32 + 2 * 32);
  assert.equal(count(/^f3 \(FR1\)$/), neurons * (16 * 16 + 32 + 1));
});

test('the hyper-parameters: every number that trains has a row, its value and a source', () => {
  const rows = texts(table8);
  const used = hyperparametersFor(parseModelName('CAE'), 'IR', 'paper');
  assert.deepEqual(rows.map(([, value]) => value).sort(), Object.values(used).map(String).sort());
  assert.ok(rows.every(([, , , , , source]) => source !== ''));
});

test('the variants: nine combinations and six baselines, marked by what this version can build', () => {
  const rows = texts(table1);
  assert.deepEqual([rows.filter(([, kind]) => kind === 'DAE-NR').length, rows.filter(([, kind]) => kind === 'baseline').length], [9, 6]);
  for (const name of ['CAE', 'CNN-FRi', 'CAE-FRi']) assert.equal(rows.find(([model]) => model === name)?.at(-1), 'yes');
});

test('Fig. 1 names every layer that can be read out', () => {
  const { layout } = figure1.figure!(material)!;
  const words = (layout.annotations ?? []).map(({ text }) => text).join(' ');
  for (const layer of [1, 2, 3, 4]) assert.ok(words.includes(`h<sub>${layer}</sub>`));
});
