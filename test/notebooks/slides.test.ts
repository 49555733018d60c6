import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeSlides } from '../../src/notebooks/courseSlides';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>a figure</title></svg>';
const markdown = (id: string, source: string): object => ({
  cell_type: 'markdown',
  id,
  metadata: {},
  source,
});
const code = (id: string, source: string, data?: object): object => ({
  cell_type: 'code',
  id,
  metadata: {},
  source,
  execution_count: 1,
  outputs: data ? [{ output_type: 'display_data', metadata: {}, data }] : [],
});
const notebook = JSON.stringify({
  cells: [
    markdown('a', '# Title\n\nWhat $E = mc^2$ says.\n\n## A part\n\nText.'),
    code('b', 'const hidden = 1;'),
    markdown('c', '**Before you look:** up or down?'),
    code('d', 'show(drawing);', { 'image/svg+xml': svg, 'text/plain': '[a figure]' }),
    markdown('e', '<details><summary>What we saw</summary>\n\nUp.\n\n</details>\n\nMore.'),
    markdown(
      'f',
      '## Exercises\n\n<details><summary>Solution</summary>\n\n```ts\nthe answer\n```\n\n' +
        '</details>',
    ),
  ],
  metadata: { kernelspec: { name: 'tslab-dae-nr', display_name: 'TypeScript (DAE-NR)' } },
  nbformat: 4,
  nbformat_minor: 5,
});

test('slides of an executed notebook: a page a heading, question and figure; no network, no solution', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dae-nr-slides-'));
  try {
    writeFileSync(path.join(folder, 'talk.ipynb'), notebook);
    const made = await makeSlides({
      names: ['talk'],
      sources: folder,
      executed: folder,
      outputFolder: folder,
      env: {},
      timeoutSeconds: 60,
      onExecute: () => assert.fail('its executed copy is of today'),
    });
    assert.equal(made, 'talk.html: 6 slides\n');
    const page = readFileSync(path.join(folder, 'talk.html'), 'utf8');
    assert.equal(page.match(/<section>/g)?.length, 6);
    assert.doesNotMatch(page, /(src|href)="?(https?:)?\/\//);
    assert.doesNotMatch(page, /@import|url\("?http/);
    assert.match(page, /<img[^>]* src="data:image\/svg\+xml;base64,/);
    assert.match(page, /<msup><mi>c<\/mi><mn>2<\/mn><\/msup>/);
    assert.match(page, /ArrowRight/);
    assert.doesNotMatch(page, /the answer|const hidden/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
