// The page is whole without this script: it sorts tables, opens what is folded for the printer, and
// where the folder was made on this machine it makes figures live and links to the notebooks' pages.

/** What a cell is sorted by: its number, else its text. */
function sortKey(cell) {
  const number = Number.parseFloat(cell.textContent.replace('\u2212', '-').replace(/^< /, ''));
  return Number.isNaN(number) || !cell.classList.contains('number') ? cell.textContent : number;
}

function sortRows(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]) }));
  rows.sort(({ key: left }, { key: right }) => {
    // What is not there comes last.
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    const order =
      typeof left === 'number' ? left - right : left.localeCompare(right, 'en', { numeric: true });
    return direction * order;
  });
  body.append(...rows.map(({ row }) => row));
}

for (const table of document.querySelectorAll('.scroll table')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const isAscending = heading.getAttribute('aria-sort') === 'ascending';
      for (const other of headings) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', isAscending ? 'descending' : 'ascending');
      sortRows(table, column, isAscending ? -1 : 1);
    });
  });
}

// Beside the page the contents are open, above it they close behind a choice.
const contents = document.querySelector('nav details');
const isWide = matchMedia('(min-width: 1000px)');
const fold = () => {
  contents.open = isWide.matches;
};
fold();
isWide.addEventListener('change', fold);
contents.addEventListener('click', ({ target }) => {
  if (target.closest('a') && !isWide.matches) contents.open = false;
});

addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

const load = (file) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

async function draw(place, { data, layout }) {
  if (globalThis.Plotly === undefined) await load('plotly.js');
  const target = document.createElement('div');
  place.replaceChildren(target);
  await globalThis.Plotly.newPlot(target, data, layout, { displaylogo: false });
}

function makeLive({ figures, pages }) {
  for (const place of document.querySelectorAll('.figure[data-item]')) {
    const figure = figures[place.dataset.item];
    if (figure === undefined) continue;
    if (place.querySelector('img') === null) draw(place, figure);
    const button = document.createElement('button');
    button.className = 'live';
    button.textContent = 'Live: values under the pointer, zoom';
    button.addEventListener('click', () => draw(place, figure).then(() => button.remove()));
    place.after(button);
  }
  for (const link of document.querySelectorAll('a.notebook'))
    if (pages.includes(link.textContent)) link.href = link.href.replace(/\.ipynb$/, '.html');
}

// Neither is part of the repository: plotly.js is large, and the rest says the same once more.
load('live.js').then(
  () => makeLive(globalThis.live),
  () => undefined,
);
