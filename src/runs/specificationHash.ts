import { createHash } from 'node:crypto';
import type { RunSpecification } from './specification';

/**
 * Names the meaning of a record. Bumped by hand whenever the same specification would give another
 * result (a changed loss, split, architecture or metric), never for a faster kernel or a new
 * library version: those are provenance. The golden run in test/runs guards it.
 */
export const protocolVersion = 2;

/**
 * JSON with the keys of every object in code-unit order and no white space, so that equal data give
 * equal bytes.
 * @throws TypeError for a number that JSON cannot hold (it would silently become null).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, entry: unknown) => {
    if (typeof entry === 'number' && !Number.isFinite(entry))
      throw new TypeError(`${key} is ${entry}, which JSON cannot hold.`);
    const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    return isObject
      ? Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))
      : entry;
  });
}

/**
 * The name of a run's record: the first 16 hexadecimal digits of the SHA-256 of its specification
 * and the protocol version.
 */
export function specificationHash(specification: RunSpecification): string {
  return createHash('sha256')
    .update(canonicalJson({ protocol: protocolVersion, specification }))
    .digest('hex')
    .slice(0, 16);
}

/** The specifications without repetitions, in their first order. */
export function uniqueSpecifications(
  specifications: readonly RunSpecification[],
): RunSpecification[] {
  return [
    ...new Map(
      specifications.map((specification) => [specificationHash(specification), specification]),
    ).values(),
  ];
}
