import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { claimsTable } from '../../src/experiments/claimsTable';
import { figure3 } from '../../src/experiments/figure3';
import { figure4 } from '../../src/experiments/figure4';
import { figure8 } from '../../src/experiments/figure8';
import type { ExperimentContext, ExperimentMaterial } from '../../src/experiments/experiment';
import { significantCounts } from '../../src/experiments/significantCounts';
import { formatCell, fullHeading } from '../../src/figures/tableText';
import type { ResultTable, TableCell } from '../../src/figures/resultTable';
import { formatModelName } from '../../src/models/modelName';
import type { FinishedRecord } from '../../src/runs/record';
import { encodeArray } from '../../src/runs/recordCodec';
import { encoderRun } from '../../src/runs/encoderRun';
import { specificationHash } from '../../src/runs/specificationHash';
import { oraclePredictions, oracleResponses } from '../metrics/oracleResponses';
import oracle from '../oracles/metrics.json';
import { fakeContext, fakeMaterial, fakeRecord, neurons, predictions, signal, images, type FakeResult } from './fakeReproduction';

const responses = ndArray([images, neurons], signal);

function trained(context: ExperimentContext, item: { specifications: typeof figure4.specifications }): string[] {
  return item.specifications(context).map((run) => `${run.region} ${formatModelName(run)} ${run.frozenEncoder?.mapping ?? run.task} ${run.seed}`);
}

function cell(table: ResultTable, region: string, model: string, heading: string): TableCell {
  const row = table.rows.find(([first, second]) => first.kind === 'text' && first.text === region && second.kind === 'text' && second.text === model);
  assert.ok(row, `${region} ${model}`);
  return row[table.columns.findIndex((column) => fullHeading(column) === heading)];
}

test('the counts are those of p-values computed with SciPy', () => {
  const record = {
    ...fakeRecord({ ...figure3.specifications(fakeContext())[0] }, { mse: 1, error: 1 }),
    responses: { predictions: encodeArray(oraclePredictions), pcc: oracle.pcc, constantPredictions: 0, poissonLoss: 1 },
  } as FinishedRecord;
  const counts = (sides: 'one' | 'two'): readonly number[] => significantCounts([record], oracleResponses, sides)!.counts;
  const atMost = (values: readonly number[]): number => values.filter((p) => p <= 0.05).length;
  assert.deepEqual([counts('two'), counts('one')], [[atMost(oracle.twoSided)], [atMost(oracle.oneSided)]]);
  assert.ok(atMost(oracle.twoSided) > 0 && atMost(oracle.twoSided) < oracle.pcc.length);
});

test('several seeds: mean, sample standard deviation, and the widest of their bands', () => {
  const run = figure3.specifications(fakeContext())[0];
  const recordOf = (error: number, stream: string): FinishedRecord => {
    const record = fakeRecord(run, { mse: 1, error });
    return { ...record, responses: { ...record.responses!, predictions: encodeArray(predictions(error, stream)) } };
  };
  const [good, bad] = [recordOf(0.01, 'a'), recordOf(50, 'b')];
  const [one, other, both] = [[good], [bad], [good, bad]].map((records) => significantCounts(records, responses, 'two')!);
  assert.deepEqual(both.counts, [...one.counts, ...other.counts]);
  assert.equal(both.mean, (one.mean + other.mean) / 2);
  assert.ok(Math.abs(both.spread! - Math.abs(one.mean - other.mean) / Math.SQRT2) < 1e-9);
  assert.deepEqual(both.chance, { low: Math.min(one.chance.low, other.chance.low), high: Math.max(one.chance.high, other.chance.high) });
  assert.equal(one.spread, null);
  assert.equal(significantCounts([], responses, 'two'), undefined);
});

test('Fig. 4: each preset trains the CAE before the readouts on it, and every layer only where it has time', () => {
  assert.deepEqual(trained(fakeContext({ preset: 'smoke', seeds: [1] }), figure4), ['3 CAE IR 1', '3 CAE-FR2 fitted afterwards 1', '3 CAE-FR2 IR 1']);
  const quick = trained(fakeContext({ preset: 'quick', seeds: [1] }), figure4);
  assert.equal(quick.length, 1 + 8 + 4);
  assert.equal(quick.filter((run) => run.includes('unfitted')).length, 4);
  assert.ok(trained(fakeContext({ preset: 'quick', seeds: [1] }), figure8).every((run) => !run.includes('fitted')));
  assert.equal(trained(fakeContext(), figure8).filter((run) => run.includes('fitted')).length, 2 * 2 * 8);
});

test('the readouts on an autoencoder alone build on the very run of Table 2, with the weights of a readout alone', () => {
  const runs = figure4.specifications(fakeContext());
  const cae = new Set(runs.filter(({ readout }) => readout === null).map(specificationHash));
  for (const run of runs.filter(({ frozenEncoder }) => frozenEncoder !== undefined)) {
    assert.ok(cae.has(specificationHash(encoderRun(run)!)));
    assert.deepEqual([run.task, run.hyperparameters.alpha, run.hyperparameters.activationSparsity], ['NRS', 0, 0]);
    assert.ok(run.hyperparameters.beta > 0 && run.hyperparameters.readoutSparsity > 0);
  }
});

/** CAE-FR predicts well, everything else badly. */
const jointWins: FakeResult = ({ autoencoder, frozenEncoder }) => ({ mse: 0.02, error: autoencoder === null || frozenEncoder ? 40 : 0.05 });
const jointLoses: FakeResult = ({ autoencoder, frozenEncoder }) => ({ mse: 0.02, error: autoencoder === null || frozenEncoder ? 0.05 : 40 });

test('tables: significant and insignificant add up to all neurons, each beside its band, missing runs are dashes', () => {
  const table = figure4.table!(fakeMaterial((run) => (run.frozenEncoder?.mapping === 'unfitted' ? undefined : jointWins(run))));
  const joint = cell(table, '3', 'CAE-FR2 (IR)', 'two-sided: significant');
  assert.ok(joint.kind === 'measured');
  assert.deepEqual([joint.mean, joint.seeds], [neurons, 2]);
  assert.deepEqual(cell(table, '3', 'CAE-FR2 (IR)', 'two-sided: insignificant'), { kind: 'printed', value: 0 });
  const band = cell(table, '3', 'CAE-FR2 (IR)', 'two-sided: by chance [95 %]');
  assert.match(band.kind === 'text' ? band.text : '', /^\d to \d$/);
  assert.equal(cell(table, '3', 'CAE, FR1 unfitted', 'two-sided: significant').kind, 'missing');
  const difference = cell(table, '3', 'CAE-FR2 (IR)', 'minus CAE, FR fitted afterwards [95 %]');
  assert.ok(difference.kind === 'interval' && difference.low > 0);
  assert.deepEqual(cell(table, '3', 'CAE, FR1 fitted afterwards', 'printed for the recordings: significant'), { kind: 'text', text: '6' });
  assert.deepEqual(cell(table, '3', 'CAE-FR1 (IR)', 'printed for the recordings: significant'), { kind: 'text', text: '38 to 47' });
});

test('the legend names the series in their order, whichever of them has the first bar', () => {
  const { data } = figure4.figure!(fakeMaterial((run) => (run.frozenEncoder?.mapping === 'unfitted' ? undefined : jointWins(run))))!;
  const entries = data as unknown as { name: string; legendrank: number; showlegend?: boolean }[];
  const legend = entries.filter(({ showlegend }) => showlegend !== false).sort((left, right) => left.legendrank - right.legendrank);
  assert.deepEqual(legend.map(({ name }) => name), ['CAE, unfitted readout', 'CAE, readout fitted afterwards', 'CAE-FR']);
});

test('figures: bars as high as the counts, pale up to all neurons, dark bands, a dash for what is missing', () => {
  const { data, layout } = figure3.figure!(fakeMaterial((run) => (run.region === 1 && run.layer === 1 ? undefined : jointWins(run))))!;
  const bars = data as unknown as { y: number[]; base?: number[]; xaxis: string }[];
  const [counted, rest] = [bars.filter(({ base }) => base === undefined), bars.filter(({ base }) => base !== undefined)];
  assert.equal(counted.length, 3 * 2 * 2 * 4 - 4);
  counted.forEach(({ y }, index) => assert.equal(y[0] + rest[index].y[0], neurons));
  assert.equal(layout.shapes?.length, counted.length);
  assert.equal(layout.annotations?.filter(({ text }) => text === '—').length, 4);
  assert.equal(figure8.figure!(fakeMaterial(jointWins, { regions: [3] })), undefined);
});

function verdicts(result: FakeResult): string[] {
  const { rows } = claimsTable(fakeMaterial(result));
  return rows.filter(([claim]) => claim.kind === 'text' && claim.text.startsWith('4.')).map((row) => formatCell(row[5], { heading: '' }));
}

test('claim 4 holds, is reversed or not seen, as the records say: three rivals in every region', () => {
  const nine = (text: string): string[] => Array.from({ length: 9 }, () => text);
  assert.deepEqual(verdicts(jointWins), nine('holds in the simulation'));
  assert.deepEqual(verdicts(jointLoses), nine('reversed in the simulation'));
  assert.deepEqual(verdicts(() => ({ mse: 0.02, error: 0.01 })), nine('not seen in the simulation'));
});

test('sentences come from the records', () => {
  const words = (material: ExperimentMaterial): string => figure4.findings!(material).join(' ');
  assert.match(words(fakeMaterial(jointWins)), /Region 3: CAE-FR minus the CAE with a readout fitted afterwards.* of 4 neurons \(2 seeds\): more\./);
  assert.match(words(fakeMaterial(jointLoses)), /fewer\./);
  assert.match(words(fakeMaterial(() => undefined)), /None of the runs that are compared/);
});
