import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const src = path.join(__dirname, '..', 'src');
const files = (readdirSync(src, { recursive: true, encoding: 'utf8' }) as string[])
  .filter((name) => /\.(ts|mjs|py)$/.test(name) && !name.includes('shims'))
  .map((name) => name.split(path.sep).join('/'));
const text = new Map(files.map((file) => [file, readFileSync(path.join(src, file), 'utf8')]));

/** Files that a file imports, relative to src, types included. */
function importsOf(file: string): string[] {
  const targets = [...text.get(file)!.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
    ([, target]) => path.posix.join(path.posix.dirname(file), target),
  );
  return targets.flatMap(
    (target) =>
      [target, `${target}.ts`, `${target}/index.ts`, target.replace(/\.js$/, '.ts')].find((name) =>
        text.has(name),
      ) ?? [],
  );
}

const room = (file: string): string => file.split('/')[0];

/** A circle in a graph, or undefined. */
function circle(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const target of next(node)) {
      const found = visit(target, [...trail, node]);
      if (found !== undefined) return found;
    }
    done.add(node);
    return undefined;
  };
  for (const node of nodes) {
    const found = visit(node, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

test('at most twelve rooms, whose arrows point one way', () => {
  const rooms = [...new Set(files.filter((file) => file.includes('/')).map(room))];
  assert.ok(rooms.length <= 12, rooms.join());
  const leaving = (from: string): string[] =>
    [
      ...new Set(
        files
          .filter((file) => file.includes('/') && room(file) === from)
          .flatMap(importsOf)
          .filter((file) => file.includes('/'))
          .map(room),
      ),
    ].filter((to) => to !== from);
  assert.equal(circle(rooms, leaving), undefined);
});

test('no file imports itself in a circle', () => {
  assert.equal(circle(files, importsOf), undefined);
});

test('a reader finishes a file, and finds it by its name', () => {
  const long = files.filter((file) => text.get(file)!.trimEnd().split('\n').length > 300);
  assert.deepEqual(long, []);
  const names = files
    .filter((file) => !/(^|\/)(index\.ts|main\.(ts|mjs))$/.test(file))
    .map((file) => path.basename(file).replace(/\.\w+$/, ''));
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('formatter and linter find nothing', () => {
  const biome = path.join(src, '..', 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'check', '--error-on-warnings', '--colors=off'],
    { cwd: path.join(src, '..'), encoding: 'utf8' },
  );
  assert.equal(status, 0, `${stdout}${stderr}`);
});

/** What is found by its whole text, or is one word: a test's title, a regular expression, code. */
const unbroken = [
  /\btest\(/,
  /^[^'"`]*\/.*\/\w*\)?[,;]/, // a regular expression
  /JSON\.stringify\(/, // of a program for another process
];
const address = /'https?:\/\/\S+',?$/;

test('no line has more than 100 columns; a test keeps a title, a regular expression, a program whole', () => {
  const root = path.join(src, '..');
  const long = ['src', 'test'].flatMap((folder) =>
    (readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }) as string[])
      .filter((name) => /\.(ts|mjs)$/.test(name) && !name.includes('node_modules'))
      .flatMap((name) => {
        const lines = readFileSync(path.join(root, folder, name), 'utf8').split('\n');
        return lines.flatMap((line, index) =>
          line.length <= 100 ||
          address.test(line) ||
          (folder === 'test' && unbroken.some((part) => part.test(line)))
            ? []
            : `${folder}/${name}:${index + 1}`,
        );
      }),
  );
  assert.deepEqual(long, []);
});

test('the assumptions name files that exist', () => {
  const named = readFileSync(path.join(src, 'paper', 'README.md'), 'utf8').match(
    /(?<=`src\/)[\w/]+\.ts(?=`)/g,
  )!;
  assert.deepEqual(
    named.filter((file) => !text.has(file)),
    [],
  );
});
