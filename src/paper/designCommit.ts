/**
 * The commit with the design (`primaryContrasts.ts`, `comparisonRows.ts`, `secondaryRows.ts`,
 * `ceiling.ts`): what rests on a record that was begun before it is marked as post hoc.
 */
export const designCommit = {
  commit: '6a59a14984e9d851b1d61a40990fc6227afbf76f',
  committedAt: '2026-12-01T12:20:50Z',
} as const;
