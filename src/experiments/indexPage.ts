import { escapeHtml } from '../figures/html';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import type { ResultTable } from '../figures/resultTable';
import { tableHtml } from '../figures/tableHtml';

/** One item on the page. */
export interface IndexEntry {
  readonly item: string;
  readonly title: string;
  readonly notebook: string;
  readonly figure: PlotlyFigure | undefined;
  readonly table: ResultTable | undefined;
  readonly findings: readonly string[];
  /** Files written for it, beside the page. */
  readonly files: readonly string[];
}

export interface IndexPage {
  readonly title: string;
  readonly caption: string;
  /** The one plotly.js file of the folder, as a relative link. */
  readonly plotlyFile: string;
  readonly claims: ResultTable;
  /** The claims in a sentence each. */
  readonly claimFindings: readonly string[];
  readonly entries: readonly IndexEntry[];
}

const style = `
body { font-family: 'Open Sans', Arial, sans-serif; color: #222; max-width: 1240px; margin: 0 auto; padding: 16px 24px; line-height: 1.5; }
nav p { margin: 4px 0; }
nav a { margin-left: 14px; white-space: nowrap; }
section { border-top: 1px solid #ddd; margin-top: 28px; padding-top: 8px; }
.figure { overflow-x: auto; }
.files { font-size: 13px; }
`;

/** JSON inside a script element: no `<` may end the element early. */
function embed(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

function figureHtml(item: string, figure: PlotlyFigure): string {
  const draw = `Plotly.newPlot(${embed(item)}, ${embed(figure.data)}, ${embed(figure.layout)}, { displaylogo: false });`;
  return `<div class="figure"><div id="${escapeHtml(item)}"></div></div>\n<script>${draw}</script>`;
}

function paragraph(sentence: string): string {
  return `<p>${escapeHtml(sentence)}</p>`;
}

function section(entry: IndexEntry): string {
  const links = entry.files.map((file) => `<a href="${escapeHtml(file)}">${escapeHtml(file)}</a>`).join(' · ');
  return [
    `<section id="item-${escapeHtml(entry.item)}"><h3>${escapeHtml(entry.title)}</h3>`,
    ...entry.findings.map(paragraph),
    entry.figure === undefined ? '' : figureHtml(entry.item, entry.figure),
    entry.table === undefined ? '' : tableHtml(entry.table),
    `<p class="files">${links}${links === '' ? '' : ' · '}notebook ${escapeHtml(entry.notebook)}</p></section>`,
  ].join('\n');
}

/** The parts of the page, in reading order; an item belongs to the first that fits. */
const parts: readonly { readonly heading: string; readonly items: RegExp }[] = [
  { heading: 'Figures', items: /^figure[1-4]$/ },
  { heading: 'Tables', items: /^table[1-6]$/ },
  { heading: 'Appendix', items: /^(figure|table)\d+$/ },
  { heading: 'Only here', items: /^/ },
];

function inParts(entries: readonly IndexEntry[]): { readonly heading: string; readonly entries: readonly IndexEntry[] }[] {
  const partOf = ({ item }: IndexEntry): number => parts.findIndex(({ items }) => items.test(item));
  // Tables with numbers of two digits come after those with one.
  const byName = (left: IndexEntry, right: IndexEntry): number => left.item.localeCompare(right.item, 'en', { numeric: true });
  return parts
    .map(({ heading }, part) => ({ heading, entries: entries.filter((entry) => partOf(entry) === part).sort(byName) }))
    .filter((part) => part.entries.length > 0);
}

/** What stands before the colon of a title: `Table 2`. */
function shortTitle({ title }: IndexEntry): string {
  return title.split(':')[0];
}

function link(target: string, name: string): string {
  return `<a href="#${escapeHtml(target)}">${escapeHtml(name)}</a>`;
}

/** A page with every item, interactive, that needs no network: Plotly comes from one file beside it. */
export function indexPage({ title, caption, plotlyFile, claims, claimFindings, entries }: IndexPage): string {
  const shown = inParts(entries);
  const navigation = [
    `<p>What replicates: ${link('claims', 'Claims')}</p>`,
    ...shown.map((part) => `<p>${escapeHtml(part.heading)}: ${part.entries.map((entry) => link(`item-${entry.item}`, shortTitle(entry))).join('')}</p>`),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<script src="${escapeHtml(plotlyFile)}"></script>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(caption)}</p>
<nav>
${navigation.join('\n')}
</nav>
<section id="claims"><h2>Claims</h2>
${claimFindings.map(paragraph).join('\n')}
${tableHtml(claims)}
</section>
${shown.map((part) => [`<h2>${escapeHtml(part.heading)}</h2>`, ...part.entries.map(section)].join('\n')).join('\n')}
</body>
</html>
`;
}
