import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { items } from '../../src/paper/items';
import { stripNotebook } from './stripNotebook';

const root = path.resolve(__dirname, '../..');
const committed = path.join(root, 'figures/simulated-paper');
const patienceMilliseconds = 1_200_000;

/** What makes the page live, and pages that show the same as the notebooks beside them. */
const uncommitted = /^((plotly|live)\.js|notebooks\/.*\.html)$/;

let folder: string;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'from-records-'));
  // What goes on from trained networks is left as it is, so it has to be there before.
  const left = items.filter(({ needsWeights }) => needsWeights);
  const isLeft = (name: string): boolean =>
    left.some(
      ({ item, notebook }) => name.startsWith(`${item}.`) || name === `notebooks/${notebook}`,
    );
  for (const name of filesIn(committed).filter(isLeft))
    cpSync(path.join(committed, name), path.join(folder, name));
  const command = [
    path.join(root, 'dist/cli/reproduceCommand.js'),
    '--from-records',
    '--output',
    folder,
  ];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
    cwd: root,
    timeout: patienceMilliseconds,
    maxBuffer: 1e8,
  });
  // With the cell that took longest: from records it is to be 5 s on an idle machine.
  console.log(
    stderr
      .split('\n')
      .filter((line) => line.includes(': executed in '))
      .join('\n'),
  );
  assert.match(stdout, /These are the committed records themselves; nothing was trained\.\n$/);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(from: string): string[] {
  const names = readdirSync(from, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(from, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((name) => !uncommitted.test(name))
    .sort();
}

function read(from: string, name: string): Buffer {
  return readFileSync(path.join(from, name));
}

/** Share of the pixels of which a channel differs by more than a hundredth. */
function differingPixels(first: Buffer, second: Buffer): number {
  const [left, right] = [PNG.sync.read(first), PNG.sync.read(second)];
  if (left.width !== right.width || left.height !== right.height) return 1;
  const differing = new Set<number>();
  left.data.forEach((value, index) => {
    if (Math.abs(value - right.data[index]) > 2.55) differing.add(index >> 2);
  });
  return differing.size / (left.width * left.height);
}

/**
 * Plotly writes the attributes of a legend in another order when it has measured the same text
 * before.
 */
function withSortedAttributes(svg: Buffer): string {
  return svg.toString().replace(/(?: [\w:-]+="[^"]*"){2,}/g, (attributes) =>
    attributes
      .match(/ [\w:-]+="[^"]*"/g)!
      .sort()
      .join(''),
  );
}

test('every committed file is made from the records, and no other', () => {
  assert.deepEqual(filesIn(folder), filesIn(committed));
});

test('claims, tables, Plotly figures and the page are the committed ones, byte for byte', () => {
  const exact = filesIn(committed).filter((name) => !/\.(png|svg|ipynb)$/.test(name));
  assert.ok(exact.filter((name) => name.endsWith('.plotly.json')).length >= 5);
  assert.deepEqual(
    exact.filter((name) => !read(folder, name).equals(read(committed, name))),
    [],
  );
});

test('SVGs are the committed ones but for the order of attributes', () => {
  const drawings = filesIn(committed).filter((name) => name.endsWith('.svg'));
  assert.ok(drawings.length >= 5);
  assert.deepEqual(
    drawings.filter(
      (name) =>
        withSortedAttributes(read(folder, name)) !== withSortedAttributes(read(committed, name)),
    ),
    [],
  );
});

test('PNGs differ from the committed ones in a thousandth of their pixels at most', () => {
  const pictures = filesIn(committed).filter((name) => name.endsWith('.png'));
  assert.ok(pictures.length >= 5);
  assert.deepEqual(
    pictures.filter((name) => differingPixels(read(folder, name), read(committed, name)) > 0.001),
    [],
  );
});

test('executed notebooks are the committed ones but for ids and times', () => {
  const notebooks = filesIn(committed).filter((name) => name.endsWith('.ipynb'));
  assert.ok(notebooks.length >= 7);
  for (const name of notebooks) {
    assert.deepEqual(
      stripNotebook(read(folder, name).toString()),
      stripNotebook(read(committed, name).toString()),
      name,
    );
  }
});
