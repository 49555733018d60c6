import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../../src/errors';
import { buildRecord } from '../../src/runs/buildRecord';
import type { RunRecord } from '../../src/runs/record';
import { createRecordStore, decodeRecord, encodeRecord } from '../../src/runs/recordStore';
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
  assert.deepEqual(readdirSync(folder).sort(), [
    `${record.hash}.json.gz`,
    `${record.hash}.safetensors`,
  ]);
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
  'of another protocol': () =>
    gzipSync(JSON.stringify({ ...asJson(), protocol: protocolVersion + 1 })),
  'of another specification': () =>
    gzipSync(JSON.stringify({ ...asJson(), specification: seeded(7) })),
  'with a number missing': () => gzipSync(JSON.stringify({ ...asJson(), summary: { mse: 0.1 } })),
};
for (const [name, bytes] of Object.entries(damages)) {
  test(`a file ${name} counts as missing, is set aside and named once`, () => {
    const problems: string[] = [];
    const store = createRecordStore(folder, { onProblem: (sentence) => problems.push(sentence) });
    const path = join(folder, `${record.hash}.json.gz`);
    writeFileSync(path, bytes());
    assert.equal(store.read(record.hash), undefined);
    assert.equal(store.read(record.hash), undefined);
    assert.equal(problems.length, 1);
    assert.ok(
      problems[0].startsWith(
        `${path} is damaged and counts as missing; it was set aside as ` +
          `${record.hash}.json.gz.damaged: `,
      ),
      problems[0],
    );
    assert.deepEqual(readFileSync(`${path}.damaged`), bytes());
    assert.deepEqual(store.hashes(), []);
  });
}

test('a small file that would inflate to a large one is refused before it does', () => {
  const before = process.memoryUsage().arrayBuffers;
  const bomb = gzipSync(Buffer.alloc(2 ** 28));
  assert.throws(() => decodeRecord(bomb, record.hash), /larger than/);
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 28 + 2 ** 25);
});

/** Damages of weights, of which each counts as missing. */
const weightDamages: Record<string, (whole: Buffer) => Buffer> = {
  ...Object.fromEntries(
    [0, 7, 20, -3].map((length) => [
      `cut off at ${length}`,
      (whole: Buffer) => whole.subarray(0, length),
    ]),
  ),
  'with a bit flipped in a number': (whole) =>
    whole.map((byte, index) => (index === whole.length - 6 ? byte ^ 1 : byte)) as Buffer,
  'with two arrays at one place': (whole) =>
    Buffer.from(whole.toString('latin1').replace(/\[8,/, '[0,'), 'latin1'),
  'with more numbers than it names': (whole) => Buffer.concat([whole, Buffer.alloc(4)]),
};
for (const [name, damage] of Object.entries(weightDamages)) {
  test(`weights ${name} count as missing, the record stays`, async () => {
    const problems: string[] = [];
    const store = createRecordStore(folder, { onProblem: (sentence) => problems.push(sentence) });
    await store.write(record, weights);
    const path = join(folder, `${record.hash}.safetensors`);
    const damaged = damage(readFileSync(path));
    assert.notDeepEqual(damaged, readFileSync(path));
    writeFileSync(path, damaged);
    assert.equal(store.readWeights(record.hash), undefined);
    assert.equal(problems.length, 1);
    assert.deepEqual(store.read(record.hash), record);
  });
}

test('a record that breaks its own schema is never written', async () => {
  const store = createRecordStore(folder);
  const broken = { ...record, summary: { mse: NaN } } as unknown as RunRecord;
  await assert.rejects(store.write(broken, weights));
  assert.deepEqual(readdirSync(folder), []);
});

test('the records that come with the package are never overwritten', async () => {
  await assert.rejects(createRecordStore(folder, { readOnly: true }).write(record), UserError);
});
