import { relative } from 'node:path';
import { claimSentence, claimsOf } from '../figures/claimCards';
import type { PageEntry } from '../figures/resultsPage';
import { fewestSeeds } from '../metrics/verdict';
import type { Item } from '../paper/items';
import type { Reproduction } from '../paper/openReproduction';
import type { FailedRecord } from '../runs/record';
import { runLabel } from '../runs/specification';

/** What a page without scripts lacks where Kaleido gave no answer. */
export function picturesMissing(entries: readonly PageEntry[], wanted: readonly Item[]): string[] {
  const names = entries
    .filter(
      ({ figure, files }) => figure !== undefined && !files.some((file) => file.endsWith('.svg')),
    )
    .map(({ item }) => item)
    .filter((name) => wanted.some(({ item }) => item === name));
  return names.length === 0
    ? []
    : [
        `There are no SVG and PNG files of ${names.join(', ')}, because Kaleido drew none; ` +
          'what it said stands above.',
      ];
}

/**
 * What notebook 09 found, a line for each claim, and where its rows are; one line where no claim
 * could be tested.
 */
export function claimLines(entries: readonly PageEntry[], wanted: readonly Item[]): string[] {
  const claims = wanted.some(({ item }) => item === 'claims') ? claimsOf(entries) : [];
  const isTested = claims.some(({ rows }) =>
    rows.some(({ seeds }) => Number(seeds) >= fewestSeeds),
  );
  if (claims.length === 0) return [];
  if (!isTested)
    return [
      'What replicates: no claim was tested; a verdict needs ' +
        `${fewestSeeds} seeds (--seeds ${fewestSeeds}).`,
    ];
  return [
    'What replicates:',
    ...claims.map((claim) => `  ${claim.claim}: ${claim.question}. ${claimSentence(claim)}`),
    '  Every row, with its interval: claims.md.',
  ];
}

/** What the command says at the end. */
export function closingReport(
  { outputFolder }: Reproduction,
  failedRuns: readonly FailedRecord[],
  failedNotebooks: readonly string[],
  notes: readonly string[],
  comparison: readonly string[],
): string {
  return [
    ...notes,
    ...failedRuns.map(
      (record) =>
        `Failed run: ${runLabel(record.specification)} (${record.hash}): ${record.reason}`,
    ),
    ...failedNotebooks.map((failure) => `Failed notebook: ${failure}`),
    `Tables, figures and notebooks are in ${relative(process.cwd(), outputFolder) || '.'}; ` +
      'open index.html there.',
    ...comparison,
  ].join('\n');
}
