import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentMaterial } from '../../src/experiments/experiment';
import { figure1 } from '../../src/experiments/figure1';
import { defaultLossWeights, hyperparametersFor } from '../../src/paper/hyperparameters';
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

/** Trained numbers of the decoder's blocks after the first: they follow the reshaped dense layer and that block. */
function decoderAfterFirst(rows: readonly string[][]): number {
  const blocks = rows.filter(([name, operation]) => name === 'f2' && operation.includes('convolution'));
  return blocks.slice(1).reduce((sum, [, , , number]) => sum + Number(number.replaceAll(',', '')), 0);
}

test('the architecture: the parts of each network add up to its total', () => {
  const rows = texts(table14);
  const count = (part: RegExp): number =>
    rows.filter(([name]) => part.test(name)).reduce((sum, [, , , number]) => sum + Number(number.replaceAll(',', '')), 0);
  assert.equal(count(/^CAE$/), count(/^f1|^f2|^x̂/));
  assert.equal(count(/^CAE-FR2$/), count(/^f1|^f2|^x̂|^f3 \(FR2\)/));
  assert.equal(count(/^CNN-FR2$/), count(/^f1, h[12]|^f3 \(FR2\)/));
  // A VAE is a CAE with variances; a VQ-VAE has a projection, a codebook and a narrower decoder instead of the dense layers.
  assert.equal(count(/^VAE$/), count(/^CAE$/) + count(/^VAE adds/));
  assert.equal(count(/^VAE adds/), 4096 * 100 + 100);
  assert.equal(count(/^VQ-VAE$/), count(/^f1|^x̂|^VQ-VAE instead/) + decoderAfterFirst(rows));
  assert.equal(count(/^VQ-VAE instead of the dense/), 64 * 32 + 32 + 256 * 32);
  assert.equal(count(/^CNN-FC2$/), count(/^f1, h[12]|^f3 \(FC2\)/));
  assert.equal(count(/^f3 \(FC2\)$/), neurons * (8 * 8 * 64 + 1));
  assert.equal(count(/^f3 \(FM1\)$/), neurons * (32 + 1));
  // 4 x 4 kernel from 1 to 32 channels, scale and offset of batch norm; mask, feature weights and bias of every neuron.
  assert.equal(count(/^f1, h1$/), 4 * 4 * 32 + 2 * 32);
  assert.equal(count(/^f3 \(FR1\)$/), neurons * (16 * 16 + 32 + 1));
});

test('the hyper-parameters: every number that trains has a row, its value and a source', () => {
  const rows = texts(table8);
  const used = hyperparametersFor(parseModelName('CAE'), 'IR', 'paper');
  const shown = rows.map(([, value]) => value).filter((value) => value !== '—');
  assert.deepEqual(shown.sort(), Object.values(used).map(String).sort());
  assert.ok(rows.every((row) => row.at(-1) !== ''));
  const { notes } = table8.table!(material);
  assert.ok(notes.some((note) => note.startsWith('VQ-VAE, IR: 6 trials')) && !notes.some((note) => note.includes('would choose other weights')));
  const [variance] = rows.filter(([name]) => name.startsWith('variance of the pixels'));
  const { outputVariance } = hyperparametersFor(parseModelName('VAE'), 'IR', 'paper');
  assert.deepEqual(variance.slice(1, 4), ['—', String(outputVariance), '—']);
});

test('a combination takes the balance of CAE-FR, the variance of its autoencoder and the regulariser of its readout', () => {
  const table = {
    ...defaultLossWeights,
    jointIR: { ...defaultLossWeights.jointIR, beta: 0.1, activationSparsity: 7 },
    vaeIR: { ...defaultLossWeights.vaeIR, outputVariance: 0.5, activationSparsity: 100 },
    connectedNRS: { ...defaultLossWeights.connectedNRS, readoutSparsity: 30, activationSparsity: 100 },
  };
  const of = (name: string, task: 'IR' | 'NRS') => hyperparametersFor(parseModelName(name), task, 'paper', table);
  const both = of('VAE-FC3', 'IR');
  assert.deepEqual([both.alpha, both.beta, both.activationSparsity, both.outputVariance], [1, 0.1, 7, 0.5]);
  assert.ok(Math.abs(both.readoutSparsity - 3) < 1e-12);
  assert.deepEqual(of('CAE-FR1', 'NRS'), of('VQ-VAE-FR4', 'NRS'));
  // A field that a model has no use for would change the names of its records.
  for (const name of ['CAE', 'VQ-VAE', 'CNN-FM2', 'CAE-FR2', 'VQ-VAE-FC1'])
    assert.ok(!('outputVariance' in of(name, 'NRS')) && !('codebook' in of(name, 'NRS')), name);
});

test('the variants: nine combinations and six baselines, with the sizes that their networks have', () => {
  const rows = texts(table1);
  assert.deepEqual([rows.filter(([, kind]) => kind === 'DAE-NR').length, rows.filter(([, kind]) => kind === 'baseline').length], [9, 6]);
  const of = (name: string) => rows.find(([model]) => model === name)!;
  assert.deepEqual(['CAE', 'VAE', 'VQ-VAE'].map((name) => of(name)[3]), ['3,200', '3,200', '512']);
  assert.deepEqual(['CNN-FRi', 'CAE-FCi', 'VAE-FMi'].map((name) => of(name).at(-1)), ['129', '4,097', '65']);
});

test('Fig. 1 names every layer that can be read out', () => {
  const { layout } = figure1.figure!(material)!;
  const words = (layout.annotations ?? []).map(({ text }) => text).join(' ');
  for (const layer of [1, 2, 3, 4]) assert.ok(words.includes(`h<sub>${layer}</sub>`));
});
