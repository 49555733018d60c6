import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackArchive } from '../../src/data/antolik2016/installArchive';
import { encodeNpy, parseNpy } from '../../src/data/npy';
import { createRandom } from '../../src/data/random';
import { UserError } from '../../src/errors';
import { defaultChoices } from '../../src/paper/hyperparameters';
import { readSearchReport } from '../../src/paper/searchReport';
import { buildRecord } from '../../src/runs/buildRecord';
import type { RunRecord } from '../../src/runs/record';
import { decodeArray, encodeWeights } from '../../src/runs/recordCodec';
import { createRecordStore, encodeRecord } from '../../src/runs/recordStore';
import { goodArchive, manifestFor } from '../data/antolik2016/fixture';
import { tinyProvenance, tinyRegion, tinySpecification, tinyTraining } from '../runs/tinyRun';
import { mutate } from './mutate';

/** A reader of files, and good files to begin with. */
interface Target {
  readonly originals: readonly Buffer[];
  /** Reads; returns whether it took the file. Nothing but a UserError may be thrown. */
  readonly read: (bytes: Buffer, folder: string) => boolean | Promise<boolean>;
}

const record = buildRecord(tinySpecification, tinyRegion, tinyTraining(), tinyProvenance);
const { weights } = tinyTraining();
const trial = {
  ...{
    axis: 'alpha, NRS',
    model: 'CAE-FR2',
    task: 'NRS',
    value: 0.1,
    region: 3,
    seed: 1,
    alpha: 0.1,
    beta: 1,
    validation: 2.5,
    mse: 0.01,
    pcc: 0.4,
  },
  ...{ bestStep: 500, steps: 1000, record: '0123456789abcdef' },
};
const report = {
  dataset: { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' },
  around: defaultChoices,
  trials: [trial, { ...trial, pcc: null, seed: 2 }],
  choices: defaultChoices,
};
const values = Float64Array.from({ length: 120 }, (_, index) => (index * 37) % 256);

function readRecord(bytes: Buffer, folder: string): RunRecord | undefined {
  const store = createRecordStore(folder, {
    onProblem: (sentence) => assert.ok(sentence.length < 1000),
  });
  writeFileSync(join(folder, `${record.hash}.json.gz`), bytes);
  const found = store.read(record.hash);
  if (found?.status === 'finished') {
    const { reconstruction, responses, readout } = found;
    [
      reconstruction?.examples,
      responses?.predictions,
      readout?.mask,
      readout?.featureWeights,
    ].forEach((array) => array && decodeArray(array));
  }
  return found;
}

/** The same file with another name for the checksum, of the same length. */
function withoutChecksum(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(/"__metadata__":\{"sha256":"\w+"\},/, (metadata) => ' '.repeat(metadata.length)),
    'latin1',
  );
}

const targets: Readonly<Record<string, Target>> = {
  npy: {
    originals: [
      encodeNpy([4, 30], values, 'f8'),
      encodeNpy([2, 3, 20], values, 'f4'),
      encodeNpy([120], values, 'u1'),
    ],
    read: (bytes) => {
      const { shape, values: read } = parseNpy(bytes, 'mutated.npy');
      assert.equal(
        read.length,
        shape.reduce((product, length) => product * length, 1),
      );
      return true;
    },
  },
  record: {
    originals: [encodeRecord(record)],
    read: (bytes, folder) => {
      const found = readRecord(bytes, folder);
      // Its checksum tells: what is taken is what was written.
      if (found !== undefined) assert.deepEqual(found, record);
      return found !== undefined;
    },
  },
  'content of a record': {
    originals: [gunzipSync(encodeRecord(record))],
    read: (bytes, folder) => readRecord(gzipSync(bytes, { level: 1 }), folder) !== undefined,
  },
  weights: {
    // The second as written by earlier versions, and other tools, without a checksum.
    originals: [encodeWeights(weights), withoutChecksum(encodeWeights(weights))],
    read: (bytes, folder) => {
      const store = createRecordStore(folder, {
        onProblem: (sentence) => assert.ok(sentence.length < 1000),
      });
      writeFileSync(join(folder, `${record.hash}.safetensors`), bytes);
      return store.readWeights(record.hash) !== undefined;
    },
  },
  archive: {
    originals: [goodArchive],
    read: async (bytes, folder) => {
      const archive = join(folder, 'archive.zip');
      writeFileSync(archive, bytes);
      const target = join(folder, 'unpacked');
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target);
      const manifest = manifestFor('http://localhost/');
      try {
        await unpackArchive(archive, target, manifest, () => undefined);
        return true;
      } finally {
        const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter(
          (entry) => !entry.isDirectory(),
        ).length;
        assert.ok(files <= manifest.files.length);
        assert.deepEqual(readdirSync(folder).sort(), ['archive.zip', 'unpacked']);
      }
    },
  },
  report: {
    originals: [Buffer.from(JSON.stringify(report, null, 1))],
    read: (bytes, folder) => {
      const file = join(folder, 'report.json');
      writeFileSync(file, bytes);
      readSearchReport(file);
      return true;
    },
  },
};

/**
 * What a reader may take beside the file: its content as doubles of what were bytes, and room for
 * the machinery.
 */
const allowedBytes = (length: number): number => 40 * length + 16 * 2 ** 20;
const allowedMilliseconds = 5000;

/** Of this process, which does not grow when others are busy. */
const milliseconds = (): number => process.cpuUsage().user / 1000;

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/**
 * `fuzz.ts COUNT SEED [READER ...]`: mutates files for every reader, or some, and prints how many
 * it took and refused; ends with status 1 at the first fault.
 */
async function main(count: number, seed: number, names: readonly string[]): Promise<void> {
  for (const name of names.length === 0 ? Object.keys(targets) : names) {
    const { originals, read } = targets[name];
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    const random = createRandom(seed, `mutations of ${name}`);
    for (const original of originals)
      assert.ok(await read(original, folder), `${name}: a good file is refused`);
    const outcome = { taken: 0, refused: 0, most: 0, slowest: 0 };
    for (let number = 0; number < count; number++) {
      const bytes = mutate(originals[number % originals.length], random);
      const [memoryBefore, timeBefore] = [memory(), milliseconds()];
      try {
        outcome[(await read(bytes, folder)) ? 'taken' : 'refused'] += 1;
      } catch (error) {
        if (!(error instanceof UserError))
          throw new Error(
            `${name}, mutation ${number} of seed ${seed}: ` +
              `${bytes.toString('base64').slice(0, 2000)}`,
            { cause: error },
          );
        outcome.refused += 1;
      }
      const [taken, time] = [memory() - memoryBefore, milliseconds() - timeBefore];
      assert.ok(
        taken < allowedBytes(bytes.length),
        `${name}, mutation ${number} of seed ${seed}: ${taken} bytes for a file of ${bytes.length}`,
      );
      assert.ok(
        time < allowedMilliseconds,
        `${name}, mutation ${number} of seed ${seed}: ${time} ms`,
      );
      outcome.most = Math.max(outcome.most, taken);
      outcome.slowest = Math.max(outcome.slowest, time);
    }
    rmSync(folder, { recursive: true });
    const { taken, refused, most, slowest } = outcome;
    console.log(
      `${name}: ${count} mutations, ${taken} taken, ${refused} refused, 0 faults; at most ` +
        `${(most / 1e6).toFixed(1)} MB and ${slowest.toFixed(0)} ms`,
    );
  }
}

void main(Number(process.argv[2]), Number(process.argv[3]), process.argv.slice(4));
