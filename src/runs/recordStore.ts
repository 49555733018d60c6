import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { isSettled, recordSchema, type RunRecord } from './record';
import { decodeWeights, encodeWeights, type Weights } from './recordCodec';
import type { RunSpecification } from './specification';
import { canonicalJson, protocolVersion, specificationHash, uniqueSpecifications } from './specificationHash';

/** A folder of run records, `<hash>.json.gz`, some with their weights beside them, `<hash>.safetensors`. */
export interface RecordStore {
  readonly folder: string;
  /** The record of that name; undefined when there is none or its file is broken, which is reported once. */
  readonly read: (hash: string) => RunRecord | undefined;
  /** The best weights of that run, where they were kept. */
  readonly readWeights: (hash: string) => Weights | undefined;
  /** Writes the weights, then the record, each whole or not at all. */
  readonly write: (record: RunRecord, weights?: Weights) => Promise<void>;
  /** The names of all records, sorted; broken ones included. */
  readonly hashes: () => readonly string[];
}

export interface RecordStoreOptions {
  /** Refuses to write, as for the records that come with the package. */
  readonly readOnly?: boolean;
  /** Told about every broken file, once each. */
  readonly onProblem?: (sentence: string) => void;
}

const recordFile = /^([0-9a-f]{16})\.json\.gz$/;

/** Opens a folder of records; it need not exist yet. */
export function createRecordStore(folder: string, options: RecordStoreOptions = {}): RecordStore {
  const reported = new Set<string>();
  const recordPath = (hash: string): string => join(folder, `${hash}.json.gz`);
  const weightsPath = (hash: string): string => join(folder, `${hash}.safetensors`);

  function unlessBroken<Content>(path: string, read: () => Content): Content | undefined {
    if (!existsSync(path)) return undefined;
    try {
      return read();
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 200);
      if (!reported.has(path)) options.onProblem?.(`${path} is not a usable record and counts as missing: ${reason}`);
      reported.add(path);
      return undefined;
    }
  }

  return {
    folder,
    read: (hash) => unlessBroken(recordPath(hash), () => decodeRecord(readFileSync(recordPath(hash)), hash)),
    readWeights: (hash) => unlessBroken(weightsPath(hash), () => decodeWeights(readFileSync(weightsPath(hash)))),
    write: async (record, weights) => {
      if (options.readOnly) throw new UserError(`The records in ${folder} come with the package and are never overwritten; write to the local store instead.`);
      const bytes = encodeRecord(record);
      mkdirSync(folder, { recursive: true });
      if (weights !== undefined) await writeWhole(weightsPath(record.hash), encodeWeights(weights));
      await writeWhole(recordPath(record.hash), bytes);
    },
    hashes: () => (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => recordFile.exec(name)?.[1] ?? []).sort(),
  };
}

/**
 * A record as gzipped canonical JSON; equal records give equal bytes.
 * @throws when the record does not satisfy its own schema, so that no broken file is ever written.
 */
export function encodeRecord(record: RunRecord): Buffer {
  const bytes = gzipSync(canonicalJson(recordSchema.parse(record)), { level: 9 });
  // RFC 1952: the only byte of a gzip header that tells where it was written, made "unknown".
  bytes[9] = 255;
  return bytes;
}

/**
 * The inverse of `encodeRecord`.
 * @throws when the bytes are no record, or the record of another specification or protocol than its name says.
 */
export function decodeRecord(bytes: Buffer, hash: string): RunRecord {
  const record = recordSchema.parse(JSON.parse(gunzipSync(bytes).toString('utf8')));
  if (record.protocol !== protocolVersion) throw new UserError(`it was made with protocol version ${record.protocol}, this is ${protocolVersion}.`);
  if (record.hash !== hash || specificationHash(record.specification) !== hash) throw new UserError('its content belongs to another name.');
  return record;
}

/** A run and its name. */
export interface NamedRun {
  readonly specification: RunSpecification;
  readonly hash: string;
}

/** The runs that a store has no settled record of, in their order; repetitions count once, with `fresh` all are missing. */
export function missingRuns(specifications: readonly RunSpecification[], store: RecordStore, fresh = false): NamedRun[] {
  return uniqueSpecifications(specifications)
    .map((specification) => ({ specification, hash: specificationHash(specification) }))
    .filter(({ hash }) => fresh || !isSettled(store.read(hash)));
}
