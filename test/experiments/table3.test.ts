import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import { claimsTable } from '../../src/experiments/claimsTable';
import { experimentContext } from '../../src/experiments/context';
import type { ExperimentContext } from '../../src/experiments/experiment';
import { caeFactorized } from '../../src/experiments/factorizedModels';
import { differingNeurons, groupNeurons, significantGroup } from '../../src/paper/neuronGroups';
import { neuronGroups, readNeuronSelection, type LayerSelection, type NeuronSelection } from '../../src/paper/neuronSelection';
import { specify } from '../../src/paper/specify';
import { table3 } from '../../src/experiments/table3';
import { formatCell, tableNotes } from '../../src/figures/tableText';
import { specificationHash } from '../../src/runs/specificationHash';
import { writeNeuronSelection } from '../../src/reproduce/selectNeurons';
import { fakeContext, fakeMaterial, simulated, type FakeResult } from './fakeReproduction';

/** Eight neurons; three are significant on the test images, of which neuron 5 is not among the best on the validation images. */
const layerOf = (layer: 1 | 2 | 3 | 4): LayerSelection => ({
  layer,
  madeFrom: '0123456789abcdef',
  validationPcc: [0.5, -0.1, 0.4, 0.02, 0.3, 0.1, 0, 0.05],
  significantOnTestImages: [0, 2, 5],
});
const selection: NeuronSelection = { dataset: simulated, region: 3, level: 0.05, sides: 'two', layers: [1, 2, 3, 4].map((layer) => layerOf(layer as 1)) };
const selected = (changes: Partial<ExperimentContext> = {}): Partial<ExperimentContext> => ({ neuronSelection: selection, ...changes });

test('by rank the best on validation images, as many as on the test images; or those of the test images', () => {
  const layer = layerOf(2);
  assert.deepEqual(significantGroup(layer, 'rank'), [0, 2, 4]);
  assert.deepEqual(significantGroup(layer, 'test images'), [0, 2, 5]);
  assert.equal(differingNeurons(layer), 1);
  assert.deepEqual(groupNeurons(layer, 'insignificant', 'rank', 1), [1, 3, 5, 6, 7]);
});

test('two groups share the neurons; the random ones are as large, another draw for every seed, the same for the same', () => {
  const layer = layerOf(2);
  for (const seed of [1, 2, 3]) {
    const [good, bad, randomGood, randomBad] = neuronGroups.map((group) => groupNeurons(layer, group, 'rank', seed));
    for (const [first, second] of [[good, bad], [randomGood, randomBad]]) {
      assert.deepEqual([...first, ...second].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
    assert.deepEqual([randomGood.length, randomBad.length], [good.length, bad.length]);
    assert.deepEqual(groupNeurons(layer, 'random, as many as significant', 'rank', seed), randomGood);
  }
  const draws = [1, 2, 3, 4].map((seed) => groupNeurons(layer, 'random, as many as significant', 'rank', seed).join());
  assert.ok(new Set(draws).size > 1);
});

test('paper trains four groups a layer and seed, quick three of layer 2, smoke one; nothing where nobody has selected', () => {
  const runs = (changes: Partial<ExperimentContext>): number => table3.specifications(fakeContext(changes)).length;
  assert.equal(runs(selected()), 4 * 4 * 2);
  assert.equal(runs(selected({ preset: 'quick', seeds: [1] })), 3);
  assert.equal(runs(selected({ preset: 'smoke', seeds: [1] })), 1);
  assert.equal(runs({}), 0);
});

test('a group is fitted with the same weight per neuron as all neurons are', () => {
  for (const run of table3.specifications(fakeContext(selected()))) {
    assert.ok(run.neurons !== 'all');
    const [all] = specify(fakeContext(), { region: 3, model: caeFactorized(run.layer!), task: 'IR' });
    assert.deepEqual(run.hyperparameters, all.hyperparameters);
  }
});

const ofGroup: FakeResult = ({ neurons }) => {
  if (neurons === 'all') return { mse: 0.04, error: 1 };
  if (neurons.join() === '0,2,4') return { mse: 0.03, error: 1 };
  return { mse: neurons.join() === '1,3,5,6,7' ? 0.05 : 0.045, error: 1 };
};

test('the table sets each group beside random neurons, baselines and printed values, and the other way to choose where it was trained', () => {
  const { rows, columns, notes } = table3.table!(fakeMaterial(ofGroup, selected()));
  assert.ok(rows.every((row) => row.length === columns.length));
  const shown = rows.map((row) => row.map((cell, index) => formatCell(cell, columns[index])));
  const named = (model: string, group: string): string[] => shown.find((row) => row[0] === model && row[1] === group)!;
  assert.deepEqual(named('CAE-FR1', 'significant').slice(2, 4), ['3', '0.0300 ± 0.0000 (2)']);
  assert.match(named('CAE-FR1', 'significant')[6], /^−0\.01500 \[−0\.0/);
  assert.equal(named('CAE-FR1', 'significant')[7], '0.043');
  assert.equal(named('CAE-FR4', 'insignificant')[7], '0.045');
  assert.equal(named('PCA-100', 'images alone')[3], '0.0442');
  assert.equal(named('CAE-FR2', 'significant, chosen by the test images')[2], '3');
  assert.match(notes.join(' '), /different neurons: 1 of 3 at layer 1/);
  assert.match(table3.findings!(fakeMaterial(ofGroup, selected())).join(' '), /significant neurons reconstruct better/);
});

test('without a selection the dashes name the command that makes one', () => {
  const table = table3.table!(fakeMaterial(ofGroup));
  assert.match(tableNotes(table).join(' '), /12 cells\): not found out for these data yet; npm run select -- --preset paper/);
  assert.equal(table.rows.length, 3 + 1 + 4 * 2);
});

test("claim 2: a row a layer with the paper's own exception, then the size of the group and the CAE as rivals", () => {
  const verdicts = (result: FakeResult): string[][] => {
    const { rows, columns } = claimsTable(fakeMaterial(result, selected()));
    return rows.map((row) => row.map((cell, index) => formatCell(cell, columns[index]))).filter(([claim]) => claim.startsWith('2.'));
  };
  const held = verdicts(ofGroup);
  assert.deepEqual(held.map((row) => row[5]), Array.from({ length: 6 }, () => 'holds in the simulation'));
  assert.match(held[3][2], /0\.047 with significant, 0\.045 with insignificant neurons: the paper's own exception/);
  const reversed = verdicts((run) => ({ ...(ofGroup(run) as { mse: number; error: number }), mse: 0.08 - (ofGroup(run) as { mse: number }).mse }));
  assert.equal(reversed[0][5], 'reversed in the simulation');
  assert.equal(verdicts(() => ({ mse: 0.04, error: 1 }))[0][5], 'not seen in the simulation');
  const partly = verdicts((run) => (run.layer === 1 || run.layer === null ? ofGroup(run) : undefined));
  assert.deepEqual(partly.map((row) => row[5]).slice(0, 4), ['holds in the simulation', 'not run here', 'not run here', 'not run here']);
});

test('the selection that comes with the package belongs to the simulated data and to the runs of Table 2', async () => {
  const dataset = await openDataset('simulated');
  const context = experimentContext(dataset, 'paper', 1);
  const committed = context.neuronSelection!;
  assert.equal(committed.region, 3);
  const { testResponses } = await dataset.loadRegion(3);
  for (const { layer, madeFrom, validationPcc, significantOnTestImages } of committed.layers) {
    const [run] = specify(context, { region: 3, model: caeFactorized(layer), task: 'IR' });
    assert.equal(madeFrom, specificationHash(run));
    assert.equal(validationPcc.length, testResponses.shape[1]);
    assert.ok(significantOnTestImages.length > 0 && significantOnTestImages.every((neuron) => neuron < validationPcc.length));
  }
});

test('a selection is written and read again; one of other data counts as none, a broken one is named', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'selection-'));
  const file = path.join(folder, 'mouse.json');
  await writeNeuronSelection(selection, file);
  assert.deepEqual(readNeuronSelection(simulated, file), selection);
  assert.equal(readNeuronSelection({ ...simulated, fingerprint: 'beef' }, file), undefined);
  writeFileSync(file, '{}');
  assert.throws(() => readNeuronSelection(simulated, file), /no selection of neurons: make it again with npm run select/);
  rmSync(folder, { recursive: true });
});
