import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { removeLeftovers, writeWhole } from '../writeWhole';
import { claimCards } from './claimCards';
import { unframed, type PlotlyFigure } from './figureLayout';
import { entryEnding, readEntry, type ItemOrigin, type SavedItem } from './save';
import { escapeHtml, formattedTable } from './table';
import { pageTableHtml } from './tableHtml';

/** One item on the page: what was saved of it. */
export interface PageEntry extends SavedItem {
  readonly figure: PlotlyFigure | undefined;
  /** Names of its files beside the page. */
  readonly files: readonly string[];
}

/** The parts of the page, in reading order; an item belongs to the first that fits. */
const parts: readonly { readonly heading: string; readonly items: RegExp }[] = [
  { heading: 'Every claim, row by row', items: /^claims/ },
  { heading: 'Figures', items: /^figure[1-4](-|$)/ },
  { heading: 'Tables', items: /^table[1-6](-|$)/ },
  { heading: 'Appendix', items: /^(figure|table)\d/ },
  { heading: 'Only here', items: /^/ },
];

/** Longer tables are folded, beside a figure sooner. */
const longestOpen = { alone: 45, besideFigure: 12 };

// As in the repository, also where the library is built: neither is compiled.
const asset = (name: string): Promise<string> =>
  readFile(path.join(__dirname, '..', '..', 'src', 'figures', name), 'utf8');

function link(target: string, name: string, attributes = ''): string {
  return `<a${attributes} href="${escapeHtml(target)}">${escapeHtml(name)}</a>`;
}

/** Share of a picture's width as CSS writes it. */
const percent = (share: number): string => `${Math.round(1e4 * share) / 100}%`;

/**
 * The picture of a figure; from that of a plot title and caption are cut off, which the page sets
 * itself.
 */
function figureHtml({ item, title, figure, files }: PageEntry): string {
  const drawing = files.find((file) => file.endsWith('.svg'));
  if (drawing === undefined && figure === undefined) return '';
  const image = (attributes: string): string =>
    `<img${attributes} src="${escapeHtml(drawing!)}" alt="${escapeHtml(title)}" loading="lazy">`;
  const open = `<div class="figure" data-item="${escapeHtml(item)}">`;
  if (drawing === undefined) return `${open}<p>There is no picture of this figure.</p></div>`;
  if (figure === undefined)
    return `${open}<a href="${escapeHtml(drawing)}">${image(' class="drawing"')}</a></div>`;
  const { figure: bare, above } = unframed(figure);
  const { width = 1, height = 1 } = figure.layout;
  const cut = `margin-top:-${percent((above * height) / width)};aspect-ratio:${width}/${height}`;
  const link = `style="aspect-ratio:${width}/${bare.layout.height}" href="${escapeHtml(drawing)}"`;
  return `${open}<a class="picture" ${link}>${image(` style="${cut}"`)}</a></div>`;
}

function tableSection({ table, digits }: PageEntry, isDrawn: boolean): string {
  if (table === undefined) return '';
  const html = `<div class="scroll">${pageTableHtml(formattedTable(table, digits))}</div>`;
  const longest = longestOpen[isDrawn ? 'besideFigure' : 'alone'];
  return table.length <= longest
    ? `<div class="table">${html}</div>`
    : `<details class="table"><summary>Table: ${table.length} rows</summary>${html}</details>`;
}

function section(entry: PageEntry, notebook: string | undefined): string {
  const { item, title, caption, notes, figure, files } = entry;
  const computed =
    notebook === undefined
      ? []
      : [`computed in ${link(`notebooks/${notebook}`, notebook, ' class="notebook"')}`];
  const picture = figureHtml(entry);
  const list = notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('');
  const isData = (file: string): boolean => figure !== undefined && file.endsWith('.plotly.json');
  const shown = files.filter((file) => !isData(file));
  return [
    `<section class="item${picture === '' ? '' : ' with-figure'}" id="item-${escapeHtml(item)}">` +
      `<h3>${escapeHtml(title)}</h3>`,
    picture,
    tableSection(entry, picture !== ''),
    `<div class="about"><p class="caption">${escapeHtml(caption)}</p>` +
      `${list === '' ? '' : `<ul class="notes">${list}</ul>`}</div>`,
    `<p class="files">${[...shown.map((file) => link(file, file)), ...computed].join(' · ')}</p>` +
      '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/**
 * The entry of an item in the contents: its number in the paper and what it is about in a few
 * words, or its title.
 * @example
 * label('Fig. 2. Reconstructions of test images, region 3'); // => 'Fig. 2 · Reconstructions ...'
 */
export function contentsLabel(title: string): string {
  const [, number = '', rest] =
    /^((?:App\. )?(?:Fig\.|Tables?) \d+(?: to \d+)?)?[. ]*(?:\(.*?\)\. )?(.*)$/s.exec(title)!;
  return number === '' ? rest : `${number} · ${rest.split(/[:,;.] /)[0]}`;
}

/** What `save` and the headless execution wrote into a folder. */
export async function savedItems(folder: string): Promise<PageEntry[]> {
  const names = (await readdir(folder)).sort();
  const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
  return Promise.all(
    names
      .filter((name) => name.endsWith(entryEnding))
      .map(async (name) => {
        const entry = readEntry(await read(name));
        const files = ['.csv', '.md', '.plotly.json', '.svg', '.png']
          .map((ending) => `${entry.item}${ending}`)
          .filter((file) => names.includes(file));
        const figure = files.find((file) => file.endsWith('.plotly.json'));
        return {
          ...entry,
          files,
          figure:
            figure === undefined ? undefined : (JSON.parse(await read(figure)) as PlotlyFigure),
        };
      }),
  );
}

/** Whether an item was computed from the same data, with the same weights of the losses. */
export function isOfOrigin(
  { origin }: Pick<SavedItem, 'origin'>,
  { data, weights }: Pick<ItemOrigin, 'data' | 'weights'>,
): boolean {
  return origin?.data === data && origin.weights === weights;
}

/** What the page is about. */
export interface PageSubject {
  readonly title: string;
  readonly description: string;
  /** Items of other data, or computed with other weights, are left out and named. */
  readonly origin: Pick<ItemOrigin, 'data' | 'weights'>;
  /** The notebook that saves an item; undefined for a reader's own. */
  readonly notebookOf: (item: string) => string | undefined;
  /**
   * Items whose pictures, and with them the executed notebooks, are not on the page, so that it may
   * be passed on.
   */
  readonly withheld?: readonly string[];
}

/** An item on a page that is passed on without its photographs. */
function withoutPicture(entry: PageEntry): PageEntry {
  return {
    ...entry,
    figure: undefined,
    files: entry.files.filter((file) => /\.(csv|md)$/.test(file)),
    notes: [
      ...entry.notes,
      'Its picture shows photographs that are not ours and is not on this page; the command that ' +
        `makes this page writes it to ${entry.item}.svg.`,
    ],
  };
}

/**
 * Puts `index.html` of a folder together from what was saved there: a page that is whole as it is,
 * without a network and without scripts. Beside it lie plotly.js and live.js, with which its
 * figures become live.
 */
export async function writeResultsPage(
  folder: string,
  { title, description, origin, notebookOf, withheld = [] }: PageSubject,
): Promise<void> {
  const notebooks = path.join(folder, 'notebooks');
  for (const place of [folder, notebooks]) await removeLeftovers(place);
  const executed = withheld.length > 0 ? [] : await readdir(notebooks).catch((): string[] => []);
  // Tables with numbers of two digits come after those with one.
  const saved = (await savedItems(folder)).sort((left, right) =>
    left.item.localeCompare(right.item, 'en', { numeric: true }),
  );
  const entries = saved
    .filter((entry) => isOfOrigin(entry, origin))
    .map((entry) => (withheld.includes(entry.item) ? withoutPicture(entry) : entry));
  const foreign = saved.filter((entry) => !isOfOrigin(entry, origin)).map(({ item }) => item);
  const shown = parts
    .map(({ heading }, part) => ({
      heading,
      entries: entries.filter(
        ({ item }) => parts.findIndex(({ items }) => items.test(item)) === part,
      ),
    }))
    .filter((part) => part.entries.length > 0);
  const cards = claimCards(entries);
  const navigation = [
    ...(cards === '' ? [] : [link('#claims', 'The claims')]),
    ...shown.flatMap((part) => [
      `<h4>${escapeHtml(part.heading)}</h4>`,
      ...part.entries.map(({ item, title: name }) =>
        link(`#item-${item}`, contentsLabel(name), ` title="${escapeHtml(name)}"`),
      ),
    ]),
  ];
  const sections = shown.flatMap((part) => [
    `<h2>${escapeHtml(part.heading)}</h2>`,
    ...part.entries.map((entry) => {
      const notebook = notebookOf(entry.item);
      return section(
        entry,
        executed.find((name) => name === notebook),
      );
    }),
  ]);
  const leftOut =
    foreign.length === 0
      ? ''
      : '<p class="left-out">Left out, because they were saved here from other data or with ' +
        `other weights of the losses: ${escapeHtml(foreign.join(', '))}.</p>`;
  const live = {
    figures: Object.fromEntries(
      entries.flatMap(({ item, figure }) =>
        figure === undefined ? [] : [[item, unframed(figure).figure]],
      ),
    ),
    pages: executed
      .filter(
        (name) => name.endsWith('.ipynb') && executed.includes(name.replace(/ipynb$/, 'html')),
      )
      .sort(),
  };
  await writeWhole(
    path.join(folder, 'plotly.js'),
    await readFile(createRequire(__filename).resolve('plotly.js-dist/plotly.js')),
  );
  await writeWhole(path.join(folder, 'live.js'), `globalThis.live = ${JSON.stringify(live)};\n`);
  await writeWhole(
    path.join(folder, 'index.html'),
    `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${await asset('page.css')}</style>
</head>
<body>
<nav><details><summary>Contents</summary><div>
${navigation.join('\n')}
</div></details></nav>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(description)}</p>
${[leftOut, cards, ...sections].filter((part) => part !== '').join('\n')}
</main>
<script>
${await asset('page.js')}</script>
</body>
</html>
`,
  );
}
