import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimsTable, describeClaims } from '../../src/experiments/claimsTable';
import type { ExperimentContext, ExperimentMaterial } from '../../src/experiments/experiment';
import { describeReconstruction } from '../../src/experiments/findings/reconstruction';
import { describeSimilarity } from '../../src/experiments/findings/similarity';
import { formatCell } from '../../src/figures/tableText';
import { fakeMaterial, type FakeResult } from './fakeReproduction';

const known = new Map<FakeResult, ExperimentMaterial>();

/** Of a result with the usual context, made once: all its trainings are resampled for every table. */
function materialOf(result: FakeResult): ExperimentMaterial {
  const material = known.get(result) ?? fakeMaterial(result);
  known.set(result, material);
  return material;
}

function verdicts(result: FakeResult, changes?: Partial<ExperimentContext>): Record<string, string[]> {
  const { rows, columns } = claimsTable(changes === undefined ? materialOf(result) : fakeMaterial(result, changes));
  const found: Record<string, string[]> = {};
  for (const row of rows) {
    const [claim, , , , , verdict] = row.map((cell, index) => formatCell(cell, columns[index]));
    (found[claim[0]] ??= []).push(verdict);
  }
  return found;
}

/** Joint models better, by more in region 3. */
const asClaimed: FakeResult = ({ region, readout, autoencoder }) => ({
  mse: readout === null ? 0.04 : region === 3 ? 0.02 : 0.039,
  error: autoencoder === null ? 3 : 0.2,
});
const reversed: FakeResult = ({ region, readout, autoencoder }) => ({
  mse: readout === null ? 0.02 : region === 3 ? 0.04 : 0.021,
  error: autoencoder === null ? 0.2 : 3,
});
const noEffect: FakeResult = ({ seed }) => ({ mse: 0.02 + seed / 1000, error: 1 });

test('claims 1 and 3 hold, are reversed or not seen, as the records say', () => {
  const five = (text: string): string[] => [text, text, text, text, text];
  const three = (text: string): string[] => [text, text, text];
  assert.deepEqual(verdicts(asClaimed)['1'], five('holds in the simulation'));
  assert.deepEqual(verdicts(asClaimed)['3'], three('holds in the simulation'));
  assert.deepEqual(verdicts(reversed)['1'], five('reversed in the simulation'));
  assert.deepEqual(verdicts(reversed)['3'], three('reversed in the simulation'));
  assert.deepEqual(verdicts(noEffect)['1'], five('not seen in the simulation'));
});

test('a gain that a CAE as sparse has without responses is not one of the responses', () => {
  const [, , ofRegion3, ofResponses] = verdicts((run) => (run.readout === null && run.hyperparameters.activationSparsity === 3 ? { mse: 0.02, error: 1 } : asClaimed(run)))['1'];
  assert.deepEqual([ofRegion3, ofResponses], ['holds in the simulation', 'not seen in the simulation']);
});

test('a verdict says what makes it weak, and a smoke test gives none', () => {
  assert.equal(
    verdicts(asClaimed, { preset: 'quick', seeds: [1] })['1'][0],
    'holds in the simulation (short training, one seed)',
  );
  assert.equal(verdicts(asClaimed, { preset: 'smoke', seeds: [1] })['1'][0], 'trained too shortly to tell');
});

test("only the paper's own recordings count as such", () => {
  const recorded = { name: 'antolik2016', kind: 'real', fingerprint: 'abcd' } as const;
  assert.equal(verdicts(asClaimed, { dataset: recorded })['3'][0], 'holds on the recordings');
  assert.equal(
    verdicts(asClaimed, { dataset: { ...recorded, name: 'my-mouse' } })['3'][0],
    "holds on the recordings in my-mouse, which are not the paper's",
  );
});

test('missing runs are named as such; claims without experiments say so', () => {
  const found = verdicts(() => undefined);
  assert.deepEqual(found['1'], ['not run here', 'not run here', 'not run here', 'not run here']);
  for (const claim of ['2', '4', '5', '6']) assert.deepEqual(new Set(found[claim]), new Set(['not run here']));
});

test('the summary counts every row of every claim once', () => {
  for (const result of [asClaimed, reversed, () => undefined] as const) {
    const material = fakeMaterial(result);
    const sentences = describeClaims(material).filter((sentence) => /^\d\. /.test(sentence));
    assert.equal(sentences.length, 6);
    const counted = sentences.flatMap((sentence) => [...sentence.matchAll(/ in (\d+)(?=[,.])/g)].map(([, count]) => Number(count)));
    assert.equal(counted.reduce((sum, count) => sum + count, 0), claimsTable(material).rows.length);
  }
});

test('claim 6 asks in every region whether joint learning helps, and whether it is needed', () => {
  const needed: FakeResult = (specification) => (specification.frozenEncoder ? { mse: 0.04, error: 2 } : asClaimed(specification));
  const notNeeded: FakeResult = (specification) => (specification.frozenEncoder ? { mse: 0.04, error: 0.02 } : asClaimed(specification));
  const [holds, reversed] = ['holds in the simulation', 'reversed in the simulation'];
  const regions = [1, 2, 3];
  assert.deepEqual(verdicts(needed)['6'], regions.flatMap(() => [holds, holds, holds]));
  assert.deepEqual(verdicts(notNeeded)['6'], regions.flatMap(() => [holds, holds, reversed]));
  const withoutThem: FakeResult = (specification) => (specification.frozenEncoder ? undefined : asClaimed(specification));
  assert.deepEqual(verdicts(withoutThem)['6'], regions.flatMap(() => [holds, holds, 'not run here']));
});

test('sentences come from the records: another result, another sentence', () => {
  const better = describeReconstruction(fakeMaterial(asClaimed)).join(' ');
  assert.match(better, /Region 3: the CAE reconstructs the test images with MSE 0\.0400 \(2 seeds\)\./);
  assert.match(better, /PCA-100, a linear code of the same length, reaches 0\.0\d+: the autoencoder is \w+/);
  assert.match(better, /CAE-FR minus CAE, averaged over layers 1, 2, 3, 4, is −0\.02000? .*: CAE-FR reconstructs better here\./);
  assert.match(better, /as sparse as CAE-FR2 and fits no responses, that of CAE-FR2 is −0\.02000 .*: responses improve reconstruction here\./);
  assert.match(describeReconstruction(fakeMaterial(reversed)).join(' '), /responses make reconstruction worse here/);
  assert.match(describeSimilarity(fakeMaterial(asClaimed)).join(' '), /reconstruction raises the similarity here/);
  assert.match(describeSimilarity(fakeMaterial(reversed)).join(' '), /reconstruction lowers the similarity here/);
  assert.deepEqual(describeSimilarity(fakeMaterial(asClaimed, { preset: 'smoke' })).length, 2, 'a smoke test proves nothing');
  assert.match(describeReconstruction(fakeMaterial(() => undefined)).join(' '), /no CAE has been trained yet/);
});
