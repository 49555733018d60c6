import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { removeLeftovers, writeWhole } from '../writeWhole';
import type { PlotlyFigure } from './figureLayout';
import { entryEnding, type SavedItem } from './save';
import { escapeHtml, formattedTable, htmlOf } from './table';

/** One item on the page: what was saved of it. */
interface PageEntry extends SavedItem {
  readonly figure: PlotlyFigure | undefined;
  /** Names of its files beside the page. */
  readonly files: readonly string[];
}

const style = `
body { font-family: 'Open Sans', Arial, sans-serif; color: #222; line-height: 1.5;
  max-width: 1240px; margin: 0 auto; padding: 16px 24px; }
nav p { margin: 4px 0; }
nav a { margin-left: 14px; white-space: nowrap; }
section { border-top: 1px solid #ddd; margin-top: 28px; padding-top: 8px; }
.figure, .table { overflow-x: auto; }
.caption, .files, li { font-size: 13px; color: #555; }
`;

/** The parts of the page, in reading order; an item belongs to the first that fits. */
const parts: readonly { readonly heading: string; readonly items: RegExp }[] = [
  { heading: 'What replicates', items: /^claims/ },
  { heading: 'Figures', items: /^figure[1-4](-|$)/ },
  { heading: 'Tables', items: /^table[1-6](-|$)/ },
  { heading: 'Appendix', items: /^(figure|table)\d/ },
  { heading: 'Only here', items: /^/ },
];

/** JSON inside a script element: no `<` may end the element early. */
function embed(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

function link(target: string, name: string): string {
  return `<a href="${escapeHtml(target)}">${escapeHtml(name)}</a>`;
}

function figureHtml({ item, title, figure, files }: PageEntry): string {
  if (figure === undefined) {
    const drawing = files.find((file) => file.endsWith('.svg'));
    return drawing === undefined
      ? ''
      : `<div class="figure"><img src="${escapeHtml(drawing)}" alt="${escapeHtml(title)}"></div>`;
  }
  const draw =
    `Plotly.newPlot(${embed(item)}, ${embed(figure.data)}, ${embed(figure.layout)}, { ` +
    'displaylogo: false });';
  return `<div class="figure"><div id="${escapeHtml(item)}"></div></div>\n<script>${draw}</script>`;
}

function section(entry: PageEntry, notebook: string | undefined): string {
  const { item, title, caption, notes, table, digits, files } = entry;
  const computed =
    notebook === undefined
      ? []
      : [link(`notebooks/${notebook.replace(/\.ipynb$/, '.html')}`, `computed in ${notebook}`)];
  // The figure has its title and caption in it.
  const below =
    entry.figure === undefined || table !== undefined
      ? `<p class="caption">${escapeHtml(caption)}</p>`
      : '';
  return [
    `<section id="item-${escapeHtml(item)}"><h3>${escapeHtml(title)}</h3>`,
    figureHtml(entry),
    table === undefined ? '' : `<div class="table">${htmlOf(formattedTable(table, digits))}</div>`,
    below,
    notes.length === 0
      ? ''
      : `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`,
    `<p class="files">${[...files.map((file) => link(file, file)), ...computed].join(' · ')}</p>`,
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What `save` and the headless execution wrote into a folder. */
export async function savedItems(folder: string): Promise<PageEntry[]> {
  const names = (await readdir(folder)).sort();
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  return Promise.all(
    names
      .filter((name) => name.endsWith(entryEnding))
      .map(async (name) => {
        const entry = (await read(name)) as SavedItem;
        const files = ['.csv', '.md', '.plotly.json', '.svg', '.png']
          .map((ending) => `${entry.item}${ending}`)
          .filter((file) => names.includes(file));
        const figure = files.find((file) => file.endsWith('.plotly.json'));
        return {
          ...entry,
          files,
          figure: figure === undefined ? undefined : ((await read(figure)) as PlotlyFigure),
        };
      }),
  );
}

/**
 * Puts `index.html` of a folder together from what was saved there, and plotly.js beside it: a page
 * with every item, live, that needs no network.
 * @param notebookOf the notebook that saves an item; undefined for a reader's own
 */
export async function writeResultsPage(
  folder: string,
  title: string,
  description: string,
  notebookOf: (item: string) => string | undefined,
): Promise<void> {
  for (const place of [folder, path.join(folder, 'notebooks')]) await removeLeftovers(place);
  // Tables with numbers of two digits come after those with one.
  const entries = (await savedItems(folder)).sort((left, right) =>
    left.item.localeCompare(right.item, 'en', { numeric: true }),
  );
  const shown = parts
    .map(({ heading }, part) => ({
      heading,
      entries: entries.filter(
        ({ item }) => parts.findIndex(({ items }) => items.test(item)) === part,
      ),
    }))
    .filter((part) => part.entries.length > 0);
  const navigation = shown.map(({ heading, entries: ofPart }) => {
    const links = ofPart.map(({ item, title: name }) =>
      link(`#item-${item}`, name.split(/[.:] /)[0]),
    );
    return `<p>${escapeHtml(heading)}: ${links.join('')}</p>`;
  });
  const sections = shown.flatMap((part) => [
    `<h2>${escapeHtml(part.heading)}</h2>`,
    ...part.entries.map((entry) => section(entry, notebookOf(entry.item))),
  ]);
  await writeWhole(
    path.join(folder, 'plotly.js'),
    await readFile(createRequire(__filename).resolve('plotly.js-dist/plotly.js')),
  );
  await writeWhole(
    path.join(folder, 'index.html'),
    `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<script src="plotly.js"></script>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(description)}</p>
<nav>
${navigation.join('\n')}
</nav>
${sections.join('\n')}
</body>
</html>
`,
  );
}
