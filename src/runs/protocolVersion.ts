/**
 * Names the meaning of a record. Bumped by hand whenever the same specification would give another result
 * (a changed loss, split, architecture or metric), never for a faster kernel or a new library version:
 * those are provenance. The golden run in test/runs guards it.
 */
export const protocolVersion = 2;
