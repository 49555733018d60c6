import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsForVariants } from '../../src/experiments/claims/holdsForVariants';
import { describeReconstructionVariants, describeSimilarityVariants } from '../../src/experiments/findings/variants';
import { table5 } from '../../src/experiments/table5';
import { table6 } from '../../src/experiments/table6';
import type { ResultTable, TableCell } from '../../src/figures/resultTable';
import { fullHeading, tableNotes } from '../../src/figures/tableText';
import { autoencoderNames, formatModelName, readoutNames } from '../../src/models/modelName';
import { uniqueSpecifications } from '../../src/runs/specificationHash';
import { fakeContext, fakeLookup, fakeMaterial, type FakeResult } from './fakeReproduction';

function cell(table: ResultTable, region: string, model: string, heading: string): TableCell {
  const row = table.rows.find(
    ([first, second]) => first.kind === 'text' && first.text === region && second.kind === 'text' && second.text === model,
  )!;
  return row[table.columns.findIndex((column) => fullHeading(column) === heading)];
}

/** Every combination better than its autoencoder and its CNN, except VAE-FC, which is worse than both. */
const exceptVaeFc: FakeResult = ({ autoencoder, readout }) => {
  const isException = autoencoder === 'VAE' && readout === 'FC';
  return {
    mse: readout === null ? 0.04 : isException ? 0.05 : 0.03,
    error: autoencoder === null ? 1 : isException ? 4 : 0.1,
  };
};

test('Table 5 has 39 models of region 3, each beside its own autoencoder', () => {
  const table = table5.table!(fakeMaterial(exceptVaeFc));
  assert.equal(table.rows.length, 3 + 3 * (1 + 3 * 4));
  for (const autoencoder of autoencoderNames) {
    assert.deepEqual(cell(table, '3', autoencoder, 'ours: compared with'), { kind: 'text', text: 'PCA-100' });
    for (const readout of readoutNames) {
      const name = `${autoencoder}-${readout}4`;
      assert.deepEqual(cell(table, '3', name, 'ours: compared with'), { kind: 'text', text: autoencoder });
      const difference = cell(table, '3', name, 'ours: difference in MSE [95 %]');
      assert.ok(difference.kind === 'interval');
      assert.ok(Math.abs(difference.estimate - (name === 'VAE-FC4' ? 0.01 : -0.01)) < 1e-9, name);
    }
  }
  assert.ok(table.rows.every((row) => row.length === table.columns.length));
});

test('Table 5 says how much of a code is in use, from records that tell it', () => {
  const material = fakeMaterial(exceptVaeFc);
  const used = new Map([['VAE', { activeUnits: 20, usedCodes: null }], ['VQ-VAE', { activeUnits: null, usedCodes: 100 }]]);
  const lookup: typeof material.lookup = (specification) => {
    const record = fakeLookup(exceptVaeFc)(specification);
    const counts = used.get(formatModelName(specification));
    if (record?.status !== 'finished' || counts === undefined) return record;
    const more = specification.seed === 1 ? 0 : 2;
    const { activeUnits, usedCodes } = counts;
    const latent = {
      bitsPerImage: 1,
      activeUnits: activeUnits && activeUnits + more,
      usedCodes: usedCodes && usedCodes + more,
      perplexity: null,
    };
    return { ...record, latent };
  };
  const table = table5.table!({ ...material, lookup });
  for (const [model, mean] of [['VAE', 21], ['VQ-VAE', 101]] as const) {
    const inUse = cell(table, '3', model, 'code: in use');
    assert.ok(inUse.kind === 'measured');
    assert.deepEqual([inUse.mean, inUse.spread, inUse.seeds], [mean, Math.SQRT2, 2]);
  }
  assert.ok(table.notes.some((note) => /VAE's 100 dimensions .* VQ-VAE's 256 codes/.test(note)));
  assert.deepEqual(cell(table, '3', 'CAE', 'code: in use'), { kind: 'text', text: '' });
  assert.deepEqual(cell(table, '3', 'VQ-VAE-FR1', 'code: bits per image'), { kind: 'text', text: '512' });
});

test('Table 6 has 48 models a region, each beside the CNN with its readout and layer, and every printed value', () => {
  const table = table6.table!(fakeMaterial(exceptVaeFc));
  assert.equal(table.rows.length, 3 * (2 + 4 * 3 * 4));
  assert.deepEqual(cell(table, '2', 'VQ-VAE-FM3', 'ours: compared with'), { kind: 'text', text: 'CNN-FM3' });
  assert.deepEqual(cell(table, '2', 'CNN-FC1', 'ours: compared with'), { kind: 'text', text: 'LN model' });
  const difference = cell(table, '1', 'VAE-FC1', 'ours: difference [95 %]');
  assert.ok(difference.kind === 'interval' && difference.high < 0);
  const printed = table.rows.flatMap((row) => row.filter(({ kind }) => kind === 'printed'));
  assert.equal(printed.length, 11 * 4 * 3);
  assert.deepEqual(cell(table, '1', 'VAE-FC1', 'printed for the recordings: PCC'), { kind: 'printed', value: 0.34 });
  assert.deepEqual(cell(table, '1', 'CNN-FR1', 'printed for the recordings: PCC'), { kind: 'text', text: 'not available' });
});

test('smoke trains one of each new part, quick six, paper all; the rest are dashes with the command', () => {
  const runs = (preset: 'smoke' | 'quick' | 'paper'): string[] =>
    uniqueSpecifications([table5, table6].flatMap(({ specifications }) => specifications(fakeContext({ preset, seeds: [1] }))))
      .filter(({ autoencoder, readout }) => autoencoder === 'VAE' || autoencoder === 'VQ-VAE' || (readout !== null && readout !== 'FR'))
      .map((specification) => `${specification.region} ${formatModelName(specification)} ${specification.task}`);
  assert.deepEqual(runs('smoke'), ['3 VAE-FC2 IR', '3 VQ-VAE-FM2 NRS']);
  assert.deepEqual(runs('quick').sort(), ['3 CNN-FC2 NRS', '3 CNN-FM2 NRS', '3 VAE IR', '3 VAE-FR2 IR', '3 VQ-VAE IR', '3 VQ-VAE-FR2 IR']);
  assert.equal(runs('paper').length, 39 - 5 + 3 * (48 - 8));
  const table = table6.table!(fakeMaterial(() => undefined, { preset: 'quick', seeds: [1] }));
  assert.ok(tableNotes(table).some((note) => note.endsWith('--preset paper --only table6')));
});

test('claim 5 has a row for every combination and effect, and names the exceptions of the printed table', () => {
  const rows = holdsForVariants.evaluate(fakeMaterial(exceptVaeFc));
  const of = (words: string): string[] => rows.filter(({ scope }) => scope.includes(words)).map(({ verdict }) => verdict);
  assert.equal(of('difference in MSE').length, 8);
  assert.equal(of('mean over layers 1, 2, 3, 4: difference in PCC').length, 8 * 3);
  assert.deepEqual(new Set(of('VAE-FC minus')), new Set(['reversed in the simulation', 'holds in the simulation']), 'VAE-FC and VQ-VAE-FC');
  assert.deepEqual(new Set(of(' VAE-FC minus')), new Set(['reversed in the simulation']));
  assert.deepEqual(new Set(of('VAE-FM minus')), new Set(['holds in the simulation']));
  const exceptions = rows.filter(({ scope }) => scope.includes('exception'));
  assert.ok(exceptions.some(({ printed }) => printed === 'PCC 0.340 with VAE-FC1, 0.343 with CNN-FC1'));
  for (const { printed } of exceptions) {
    const [joint, alone] = [...printed.matchAll(/\d\.\d{3}/g)].map(([value]) => Number(value));
    assert.ok(joint <= alone, printed);
  }
  const own = { name: 'my-mouse', kind: 'real', fingerprint: 'abcd' } as const;
  const elsewhere = holdsForVariants.evaluate(fakeMaterial(() => undefined, { dataset: own }));
  assert.ok(elsewhere.every(({ printed, verdict }) => printed === '' && verdict === 'not run here'));
});

test('the sentences on the variants come from the records', () => {
  const reconstruction = describeReconstructionVariants(fakeMaterial(exceptVaeFc)).join(' ');
  assert.match(reconstruction, /smaller in 8 \(.*VQ-VAE-FC.*\), larger in 1 \(VAE-FC\), no difference seen in none/);
  assert.match(reconstruction, /the VQ-VAE alone has MSE 0\.0400 \(2 seeds\), better than PCA-100/);
  const similarity = describeSimilarityVariants(fakeMaterial(exceptVaeFc)).join(' ');
  assert.match(similarity, /Region 2, PCC .* 9 combinations that were run of 9, .*: lower in 1 \(VAE-FC\), higher in 8/);
  assert.match(describeSimilarityVariants(fakeMaterial(() => undefined)).join(' '), /no combination can be compared yet/);
  assert.equal(describeSimilarityVariants(fakeMaterial(exceptVaeFc, { preset: 'smoke' })).length, 2);
});
