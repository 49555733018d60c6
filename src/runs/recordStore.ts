import { existsSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { isSettled, recordSchema, type RunRecord } from './record';
import { decodeWeights, encodeWeights, type Weights } from './recordCodec';
import type { RunSpecification } from './specification';
import {
  canonicalJson,
  protocolVersion,
  specificationHash,
  uniqueSpecifications,
} from './specificationHash';

export interface RecordStoreOptions {
  /** Refuses to write, as for the records that come with the package. */
  readonly readOnly?: boolean;
  /** Told about every damaged file, once each. */
  readonly onProblem?: ((sentence: string) => void) | undefined;
}

const recordFile = /^([0-9a-f]{16})\.json\.gz$/;

/**
 * A folder of run records, `<hash>.json.gz`, some with their weights beside them,
 * `<hash>.safetensors`.
 */
export interface RecordStore extends Readonly<ReturnType<typeof createRecordStore>> {}

/** Opens a folder of records; it need not exist yet. */
export function createRecordStore(folder: string, options: RecordStoreOptions = {}) {
  const reported = new Set<string>();
  const recordPath = (hash: string): string => join(folder, `${hash}.json.gz`);
  const weightsPath = (hash: string): string => join(folder, `${hash}.safetensors`);

  /**
   * What a file holds; a damaged one is set aside, so that it can be looked at and nobody comes
   * upon it again.
   */
  function load<Content>(path: string, decode: (bytes: Buffer) => Content): Content | undefined {
    let bytes: Buffer | undefined;
    try {
      bytes = readFileSync(path);
      return decode(bytes);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      const reason = message.replace(/\s+/g, ' ').slice(0, 200);
      const isAside = bytes !== undefined && !options.readOnly && setAside(path);
      const place = isAside ? `; it was set aside as ${basename(path)}.damaged` : '';
      if (!reported.has(path))
        options.onProblem?.(
          `${path} ${bytes === undefined ? 'cannot be read' : 'is damaged'} and counts as ` +
            `missing${place}: ${reason}`,
        );
      reported.add(path);
      return undefined;
    }
  }

  const read = (run: RunSpecification | string): RunRecord | undefined => {
    const hash = typeof run === 'string' ? run : specificationHash(run);
    return load(recordPath(hash), (bytes) => decodeRecord(bytes, hash));
  };

  return {
    folder,
    /**
     * The record of a run, or of that name; undefined when there is none or its file is damaged,
     * which is reported once and set aside.
     */
    read,
    /**
     * The record of a run that need not be trained again: what "present" means everywhere. A
     * crashed training has left a record too, but is tried again.
     */
    readSettled: (run: RunSpecification | string): RunRecord | undefined => {
      const record = read(run);
      return isSettled(record) ? record : undefined;
    },
    /** The best weights of that run, where they were kept. */
    readWeights: (hash: string): Weights | undefined => load(weightsPath(hash), decodeWeights),
    /** Writes the weights, then the record, each whole or not at all. */
    write: async (record: RunRecord, weights?: Weights): Promise<void> => {
      if (options.readOnly)
        throw new UserError(
          `The records in ${folder} come with the package and are never overwritten; write ` +
            'to the local store instead.',
        );
      const bytes = encodeRecord(record);
      if (weights !== undefined) await writeWhole(weightsPath(record.hash), encodeWeights(weights));
      await writeWhole(recordPath(record.hash), bytes);
    },
    /** Where a process claims a run, so that others do not train it, too. */
    claimPath: (hash: string): string => join(folder, `${hash}.claim`),
    /** The names of all records, sorted; broken ones included. */
    hashes: (): readonly string[] =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .flatMap((name) => recordFile.exec(name)?.[1] ?? [])
        .sort(),
  };
}

/** @returns false in a folder that cannot be written, where the file stays */
function setAside(path: string): boolean {
  try {
    renameSync(path, `${path}.damaged`);
    return true;
  } catch {
    return false;
  }
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
 * A record inflates to less, so that a damaged one cannot ask for any amount of memory: base64 of
 * numbers hardly shrinks.
 */
const mostCompression = 30;
const leastBound = 4 * 2 ** 20;

/**
 * The inverse of `encodeRecord`.
 * @throws when the bytes are no record, or the record of another specification or protocol than its
 * name says.
 */
export function decodeRecord(bytes: Buffer, hash: string): RunRecord {
  const record = recordSchema.parse(
    JSON.parse(
      gunzipSync(bytes, {
        maxOutputLength: Math.max(leastBound, bytes.length * mostCompression),
      }).toString('utf8'),
    ),
  );
  if (record.protocol !== protocolVersion)
    throw new UserError(
      `it was made with protocol version ${record.protocol}, this is ${protocolVersion}`,
    );
  if (record.hash !== hash || specificationHash(record.specification) !== hash)
    throw new UserError('its content belongs to another name');
  return record;
}

/** A run and its name. */
export interface NamedRun {
  readonly specification: RunSpecification;
  readonly hash: string;
}

/**
 * The runs that a store has no settled record of, in their order; repetitions count once, with
 * `fresh` all are missing.
 */
export function missingRuns(
  specifications: readonly RunSpecification[],
  store: RecordStore,
  fresh = false,
): NamedRun[] {
  return uniqueSpecifications(specifications)
    .map((specification) => ({ specification, hash: specificationHash(specification) }))
    .filter(({ hash }) => fresh || store.readSettled(hash) === undefined);
}
