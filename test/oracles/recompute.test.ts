import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { csvOf } from '../../src/figures/table';
import { significantNeurons } from '../../src/metrics/significance';
import { frozenCells, reconstructionPair, similarityPair } from '../../src/paper/cells';
import { defaultChoices } from '../../src/paper/hyperparameters';
import { openPlan } from '../../src/paper/specify';
import { specify, type Cell } from '../../src/paper/specify';
import type { RegionData } from '../../src/data/region';
import type { FinishedRecord } from '../../src/runs/record';
import { createRecordStore } from '../../src/runs/recordStore';
import { fakeRecord } from '../paper/fakeRecords';
import { tinyRegion } from '../tinyRegion';
import { npyOf } from './npyOf';

const root = path.join(__dirname, '..', '..');
const script = path.join(__dirname, 'recompute.py');
const python = path.join(
  root,
  '.python',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);
const weights = ['--alpha', String(defaultChoices.alpha), '--beta', String(defaultChoices.beta)];
const recompute = (...parameters: readonly string[]) =>
  spawnSync(python, [script, ...weights, ...parameters], { encoding: 'utf8' });

let folder: string;
let region: RegionData;
const at = (...names: string[]): string => path.join(folder, ...names);
const spread = (values: number[]): number =>
  values.length > 1 ? sampleStandardDeviation(values) : NaN;

/** Writes fake records of a cell, a training for each of three seeds, and gives them back. */
async function recorded(cell: Cell): Promise<FinishedRecord[]> {
  const plan = openPlan(
    { identity: { name: 'tiny', kind: 'simulated', fingerprint: 'tiny' }, regions: [1] },
    'paper',
    3,
  );
  const records = specify(plan, cell).map((run) => fakeRecord(run, region));
  const store = createRecordStore(at('records'));
  for (const record of records) await store.write(record);
  return records;
}

function scored(
  model: string,
  records: readonly FinishedRecord[],
  score: (record: FinishedRecord) => number,
  name: string,
): Record<string, string | number> {
  const values = records.map(score);
  return {
    region: 1,
    model,
    [name]: mean(values),
    [`${name}_sd`]: spread(values),
    seeds: values.length,
  };
}

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'recompute-'));
  region = tinyRegion({ images: 20, neurons: 8, testImages: 46 });
  mkdirSync(at('figures'));
  mkdirSync(at('data', 'region1'), { recursive: true });
  writeFileSync(at('data', 'region1', 'validation_set.npy'), npyOf(region.testResponses));
  const [joint, reference] = reconstructionPair(1, 2);
  const [similar, cnn] = similarityPair(1, 2);
  const mse = ({ reconstruction }: FinishedRecord): number => mean([...reconstruction!.mse]);
  const pcc = ({ responses }: FinishedRecord): number => mean([...responses!.pcc]);
  const count = ({ responses }: FinishedRecord): number =>
    significantNeurons(responses!.pcc, 46).length;
  const table = (item: string, rows: readonly Record<string, string | number>[]): void =>
    writeFileSync(at('figures', `${item}.csv`), csvOf(rows));
  const jointRuns = await recorded(joint);
  const referenceRuns = await recorded(reference);
  const ranking = jointRuns[0];
  const ranked = [...ranking.validationScores.pcc!.keys()].sort(
    (a, b) =>
      Number(ranking.validationScores.pcc![b].toFixed(4)) -
        Number(ranking.validationScores.pcc![a].toFixed(4)) || a - b,
  );
  const half = significantNeurons(ranking.responses!.pcc, 46).length;
  const group = ranked.slice(0, half).sort((a, b) => a - b);
  const ofGroup =
    half > 0 && half < 8
      ? [
          {
            ...scored('CAE-FR2', await recorded({ ...joint, neurons: () => group }), mse, 'mse'),
            group: 'significant',
          },
        ]
      : [];
  table('table2', [
    scored('CAE', referenceRuns, mse, 'mse'),
    scored('CAE-FR2', jointRuns, mse, 'mse'),
    { region: 1, model: 'PCA-100', mse: 0.02, mse_sd: NaN, seeds: NaN },
  ]);
  table('table3', [{ ...scored('CAE', referenceRuns, mse, 'mse'), group: 'none' }, ...ofGroup]);
  table('table4', [
    scored('CNN-FR2', await recorded(cnn), pcc, 'pcc'),
    scored('CAE-FR2', await recorded(similar), pcc, 'pcc'),
  ]);
  table('table6', [
    scored('VAE-FC3', await recorded({ region: 1, model: 'VAE-FC3', task: 'NRS' }), pcc, 'pcc'),
  ]);
  const frozen = await Promise.all(frozenCells(1, 2).map(recorded));
  table(
    'figure4',
    ['CAE, unfitted', 'CAE, fitted afterwards', 'CAE-FR, fitted anew'].map((model, index) => ({
      ...scored(model, frozen[index], count, 'significant'),
      layer: 2,
    })),
  );
});
after(() => rmSync(folder, { recursive: true }));

test('every number of saved tables is found again in the records, correlations from predictions', () => {
  const { status, stdout, stderr } = recompute(at('records'), at('figures'), at('data'));
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /table2: 6 numbers of 2 rows compared; 1 rows are no trainings/);
  assert.match(stdout, /figure4: 9 numbers of 3 rows compared/);
  assert.match(stdout, /, 0 differ; [1-9]\d* correlations computed from predictions/);
});

test('a changed number is named, in each kind of table; so is one that no record belongs to', () => {
  for (const [item, name] of [
    ['table2', 'mse'],
    ['table4', 'pcc_sd'],
    ['table6', 'seeds'],
    ['figure4', 'significant'],
  ] as const) {
    const changed = at(`changed-${item}`);
    cpSync(at('figures'), changed, { recursive: true });
    const [head, first, ...rest] = readFileSync(path.join(changed, `${item}.csv`), 'utf8').split(
      '\n',
    );
    const place = head.split(',').indexOf(name);
    const cells = first.split(/,(?! )/);
    cells[place] = String(Number(cells[place]) * 1.001 + 0.001);
    writeFileSync(path.join(changed, `${item}.csv`), [head, cells.join(','), ...rest].join('\n'));
    const { status, stdout } = recompute(at('records'), changed, at('data'));
    assert.equal(status, 1, item);
    assert.match(stdout, new RegExp(`${item}, region 1, .*: ${name} is .*recomputed`), stdout);
  }
  const invented = at('invented');
  mkdirSync(invented);
  writeFileSync(path.join(invented, 'table5.csv'), 'region,model,mse,seeds\n1,VAE,0.02,0\n');
  assert.match(
    recompute(at('records'), invented).stdout,
    /VAE: mse is 0.02, but no record belongs to it/,
  );
});

test('nothing to compare is a failure, not a success', () => {
  mkdirSync(at('nothing'));
  assert.equal(recompute(at('records'), at('nothing')).status, 1);
});

for (const name of ['simulated', 'cowley2023']) {
  const committed = path.join(root, 'figures', `${name}-paper`);
  const records = path.join(root, 'data', 'records', `${name}-paper`);
  const data = path.join(root, 'data', name);
  const { choices } = JSON.parse(
    readFileSync(path.join(root, 'data', 'search', `${name}.json`), 'utf8'),
  ) as { readonly choices: Readonly<Record<string, unknown>> };
  const isThere =
    existsSync(path.join(committed, 'table2.csv')) &&
    existsSync(records) &&
    readdirSync(records).some((file) => file.endsWith('.json.gz'));

  test(`the committed tables agree with the committed records: ${name}`, {
    skip: isThere ? false : 'no committed tables yet',
  }, () => {
    const { status, stdout, stderr } = recompute(
      records,
      committed,
      ...(existsSync(data) ? [data] : []),
      ...['alpha', 'beta'].flatMap((weight) => [`--${weight}`, String(choices[weight])]),
    );
    assert.equal(status, 0, stdout + stderr);
  });
}
