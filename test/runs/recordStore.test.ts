import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../../src/errors';
import { buildRecord } from '../../src/runs/buildRecord';
import type { RunRecord } from '../../src/runs/record';
import { createRecordStore, encodeRecord } from '../../src/runs/recordStore';
import { protocolVersion } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance, tinyRegion, tinySpecification, tinyTraining } from './tinyRun';

const record = buildRecord(tinySpecification, tinyRegion, tinyTraining(), tinyProvenance);
const { weights } = tinyTraining();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The record as an open object, to be damaged. */
function asJson(): Record<string, unknown> {
  return JSON.parse(gunzipSync(encodeRecord(record)).toString()) as Record<string, unknown>;
}

test('what is written is read back, weights included, bit by bit', async () => {
  const store = createRecordStore(folder);
  await store.write(record, weights);
  assert.deepEqual(store.read(record.hash), record);
  assert.deepEqual(store.readWeights(record.hash), weights);
  assert.deepEqual(store.hashes(), [record.hash]);
  assert.deepEqual(readdirSync(folder).sort(), [`${record.hash}.json.gz`, `${record.hash}.safetensors`]);
});

test('equal records give equal bytes, which do not tell the operating system', () => {
  assert.deepEqual(encodeRecord(record), encodeRecord(structuredClone(record)));
  assert.equal(encodeRecord(record)[9], 255);
});

test('an empty or absent folder has no records', () => {
  const store = createRecordStore(join(folder, 'absent'));
  assert.equal(store.read(record.hash), undefined);
  assert.equal(store.readWeights(record.hash), undefined);
  assert.deepEqual(store.hashes(), []);
});

const damages: Record<string, () => Buffer> = {
  'cut off': () => encodeRecord(record).subarray(0, 200),
  empty: () => Buffer.alloc(0),
  'not gzip': () => Buffer.from('{}'),
  'of another shape': () => gzipSync('{"hello": "world"}'),
  'with an unknown key': () => gzipSync(JSON.stringify({ ...asJson(), note: 'edited by hand' })),
  'of another protocol': () => gzipSync(JSON.stringify({ ...asJson(), protocol: protocolVersion + 1 })),
  'of another specification': () => gzipSync(JSON.stringify({ ...asJson(), specification: seeded(7) })),
  'with a number missing': () => gzipSync(JSON.stringify({ ...asJson(), summary: { mse: 0.1 } })),
};
for (const [name, bytes] of Object.entries(damages)) {
  test(`a file ${name} is reported once and counts as missing`, () => {
    const problems: string[] = [];
    const store = createRecordStore(folder, { onProblem: (sentence) => problems.push(sentence) });
    writeFileSync(join(folder, `${record.hash}.json.gz`), bytes());
    assert.equal(store.read(record.hash), undefined);
    assert.equal(store.read(record.hash), undefined);
    assert.equal(problems.length, 1);
    assert.match(problems[0], new RegExp(record.hash));
  });
}

test('broken weights count as missing', async () => {
  const problems: string[] = [];
  const store = createRecordStore(folder, { onProblem: (sentence) => problems.push(sentence) });
  await store.write(record, weights);
  const path = join(folder, `${record.hash}.safetensors`);
  for (const length of [0, 7, 20, readFileSync(path).length - 3]) {
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, length));
    assert.equal(store.readWeights(record.hash), undefined);
    writeFileSync(path, whole);
  }
  assert.notEqual(store.readWeights(record.hash), undefined);
  assert.equal(problems.length, 1);
});

test('a record that breaks its own schema is never written', async () => {
  const store = createRecordStore(folder);
  const broken = { ...record, summary: { mse: NaN } } as unknown as RunRecord;
  await assert.rejects(store.write(broken, weights));
  assert.deepEqual(readdirSync(folder), []);
});

test('the records that come with the package are never overwritten', async () => {
  await assert.rejects(createRecordStore(folder, { readOnly: true }).write(record), UserError);
});
