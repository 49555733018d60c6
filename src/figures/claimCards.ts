import { verdictColour, verdictKind, verdictKinds } from './colours';
import type { SavedItem } from './save';
import { escapeHtml, type Row } from './table';

/** A claim and the rows in which notebook 09 looked at it. */
export interface ClaimRows {
  readonly claim: string;
  readonly question: string;
  readonly rows: readonly Row[];
}

/** The claims among saved items, in their order; none where `claims` was not saved. */
export function claimsOf(entries: readonly SavedItem[]): ClaimRows[] {
  const rows = entries.find(({ item }) => item === 'claims')?.table ?? [];
  return [...new Set(rows.map(({ claim }) => claim))].map((claim) => {
    const own = rows.filter((row) => row.claim === claim);
    return { claim: String(claim), question: String(own[0].question), rows: own };
  });
}

/** How many rows have which kind of verdict, in the order of `verdictKinds`. */
function counts({ rows }: ClaimRows): readonly (readonly [kind: string, count: number])[] {
  return verdictKinds
    .map((kind) => {
      const own = rows.filter(({ verdict }) => verdictKind(String(verdict)) === kind);
      return [kind, own.length] as const;
    })
    .filter(([, count]) => count > 0);
}

/** On which side the estimates of a claim lie, as a sentence. */
function sideSentence({ rows }: ClaimRows): string {
  const trained = rows.map(intervalOf).filter(({ value }) => Number.isFinite(value));
  const onSide = trained.filter(({ value }) => value > 0).length;
  if (trained.length === 0) return 'Nothing was trained for it.';
  if (trained.length === 1)
    return `The estimate is ${onSide === 1 ? '' : 'not '}on the claimed side.`;
  return `${onSide} of ${trained.length} estimates are on the claimed side.`;
}

/** What the rows of a claim come to, on one line: verdicts, and where the estimates lie. */
export function claimSentence(claim: ClaimRows): string {
  const verdicts = counts(claim).map(([kind, count]) => `${count} ${kind}`);
  return [...(verdicts.length > 0 ? [`${verdicts.join(', ')}.`] : []), sideSentence(claim)].join(
    ' ',
  );
}

const [width, edge, rowHeight, axisHeight] = [320, 8, 9, 16];

/** Differences far from 0 move together, so that all of them fit. */
const compressed = (value: number): number => Math.asinh(value);

/** An interval in units of the smallest effect of interest, the claimed side on the right. */
interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: string;
  readonly place: string;
}

function intervalOf(row: Row): Interval {
  const unit = Number(row.smallest_effect) * (row.side === 'below' ? -1 : 1);
  const ends = [Number(row.low) / unit, Number(row.high) / unit];
  return {
    value: Number(row.difference) / unit,
    low: Math.min(...ends),
    high: Math.max(...ends),
    verdict: String(row.verdict),
    place: String(row.place),
  };
}

/**
 * All intervals of a claim as a drawing: one line a row, on an axis that is the same for all cards.
 * @param reach the largest end of an interval on the page
 */
function intervalPlot({ rows, question }: ClaimRows, reach: number): string {
  const shown = rows.map(intervalOf).filter(({ value }) => Number.isFinite(value));
  const step = Math.max(2.5, Math.min(rowHeight, 120 / Math.max(1, shown.length)));
  const height = Math.round(step * shown.length) + axisHeight + 4;
  const x = (value: number): number =>
    Math.round(10 * (width / 2 + (compressed(value) / compressed(reach)) * (width / 2 - edge))) /
    10;
  const bottom = height - axisHeight;
  const lines = shown.map(({ value, low, high, verdict, place }, index) => {
    const y = Math.round(10 * (2 + step * (index + 0.5))) / 10;
    const label = `${place}: ${verdict}`;
    const [line, point] = step > 5 ? [2, 6] : [1, 3];
    return (
      `<g stroke="${verdictColour(verdict) ?? 'currentColor'}">` +
      `<title>${escapeHtml(label)}</title>` +
      `<path d="M${x(low)} ${y}H${x(high)}" stroke-width="${line}"/>` +
      `<path d="M${x(value)} ${y}h.01" stroke-width="${point}" stroke-linecap="round"/></g>`
    );
  });
  const marks = [-100, -10, -1, 0, 1, 10, 100].filter((mark) => Math.abs(mark) <= reach);
  const ticks = marks.map(
    (mark) =>
      `<text x="${x(mark)}" y="${height - 4}">${String(mark).replace('-', '\u2212')}</text>`,
  );
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" ` +
      `aria-label="${escapeHtml(question)}: intervals of ${shown.length} comparisons">`,
    `<rect class="small" x="${x(-1)}" y="0" width="${x(1) - x(-1)}" height="${bottom}"/>` +
      `<path class="zero" d="M${x(0)} 0V${bottom}"/>`,
    ...lines,
    ...ticks,
    '</svg>',
  ].join('');
}

/** A verdict with the square of its colour, and the number of its rows where there are several. */
function chip([kind, count]: readonly [string, number], total: number): string {
  const square = `<span style="color:${verdictColour(kind)}" aria-hidden="true">■</span>`;
  const number = total === 1 ? '' : `${count} `;
  return `<span class="verdict">${square} ${number}${escapeHtml(kind)}</span>`;
}

/** A card for each claim: question, intervals, sentence, verdicts; nothing without claims. */
export function claimCards(entries: readonly SavedItem[]): string {
  const claims = claimsOf(entries);
  if (claims.length === 0) return '';
  const ends = claims.flatMap(({ rows }) =>
    rows.map(intervalOf).flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]),
  );
  const reach = Math.max(10, ...ends.filter(Number.isFinite));
  const cards = claims.map((claim) =>
    [
      `<article class="card"><h3><span class="number">${escapeHtml(claim.claim)}</span> ` +
        `${escapeHtml(claim.question)}</h3>`,
      intervalPlot(claim, reach),
      `<p>${counts(claim)
        .map((one) => chip(one, claim.rows.length))
        .join(' ')}</p>`,
      `<p>${escapeHtml(sideSentence(claim))}</p></article>`,
    ].join('\n'),
  );
  return [
    '<section id="claims"><h2>The claims</h2>',
    '<p class="caption">Each line is the 95 % interval of one comparison, in units of the ' +
      'smallest effect of interest (shaded), the claimed side on the right; the axis is ' +
      'compressed far from 0.</p>',
    `<div class="cards">\n${cards.join('\n')}\n</div></section>`,
  ].join('\n');
}
