import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.join(__dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

test('the README is read in a few minutes', () => {
  assert.ok(readme.split(/\s+/).length <= 900);
});

test('its links lead somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, target]) => target);
  assert.ok(links.length > 10);
  assert.deepEqual(
    links.filter((target) => !existsSync(path.join(root, target))),
    [],
  );
});

test('every number of its results stands in the tables of doses, controls, pairs and variants', () => {
  const results = readme.slice(readme.indexOf('## Results'), readme.indexOf('## Data, licences'));
  const numbers = [...results.matchAll(/−?\d\.\d{4,}|0\.\d{3}\b/g)].map(([text]) =>
    text.replace('−', '-'),
  );
  assert.ok(numbers.length >= 10);
  const cells = [
    ...['dose', 'controls', 'table2', 'table2-differences', 'table5'].map(
      (item) => `simulated-paper/${item}`,
    ),
    ...['claims', 'manipulation', 'table2'].map((item) => `cowley2023-paper/${item}`),
  ].flatMap((item) =>
    readFileSync(path.join(root, `figures/${item}.csv`), 'utf8')
      .split(/[,\n]/)
      .map(Number),
  );
  const isThere = (text: string): boolean =>
    cells.some((cell) => Number(cell.toFixed(text.split('.')[1].length)) === Number(text));
  assert.deepEqual(
    numbers.filter((text) => !isThere(text)),
    [],
  );
});
