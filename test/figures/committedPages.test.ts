import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(__dirname, '../..');

/** What a bare clone holds; everything that is there where the package lies outside of git. */
function committedFiles(): ReadonlySet<string> | undefined {
  if (!existsSync(path.join(root, '.git'))) return undefined;
  const names = execFileSync('git', ['ls-files', '-z', 'figures'], { cwd: root }).toString();
  return new Set(names.split('\0').filter((name) => name !== ''));
}

const committed = committedFiles();
const pages = [...(committed ?? [])].filter((name) => /^figures\/[^/]+\/index\.html$/.test(name));

test('every committed folder of figures has its page', { skip: committed === undefined }, () => {
  const folders = new Set([...committed!].map((name) => name.split('/')[1]));
  folders.delete('README.md');
  assert.equal(pages.length, folders.size);
});

for (const page of pages) {
  const html = readFileSync(path.join(root, page), 'utf8');
  // What stands in the script is no part of the page.
  const body = html.replace(/<script>[\s\S]*?<\/script>/g, '');
  const folder = path.posix.dirname(page);
  const targets = [...body.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, target]) => target);

  test(`${page}: every picture and link leads to a committed file or a place on the page`, () => {
    assert.ok(targets.length > 100);
    const dead = targets.filter((target) =>
      target.startsWith('#')
        ? !body.includes(`id="${target.slice(1)}"`)
        : !committed!.has(`${folder}/${decodeURIComponent(target)}`),
    );
    assert.deepEqual([...new Set(dead)], []);
  });

  test(`${page}: every figure has a picture that needs no script`, () => {
    const figures = [...committed!]
      .filter((name) => name.startsWith(`${folder}/`) && name.endsWith('.plotly.json'))
      .map((name) => path.posix.basename(name, '.plotly.json'));
    assert.ok(figures.length > 5);
    assert.deepEqual(
      figures.filter((figure) => !targets.includes(`${figure}.svg`)),
      [],
    );
  });

  test(`${page}: one title each, and entries of the contents that differ`, () => {
    const titles = [...body.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
    assert.equal(new Set(titles).size, titles.length);
    const entries = [...body.matchAll(/<a title="[^"]*" href="#item-[^"]*">(.*?)<\/a>/g)];
    const labels = entries.map(([, label]) => label);
    assert.ok(labels.length > 10);
    assert.equal(new Set(labels).size, labels.length);
  });
}
