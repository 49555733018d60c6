import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { beforeEach, test } from 'node:test';
import jupyter = require('tslab/dist/jupyter');
import { createExporter } from '../../src/figures/kaleido';
import { isHeadless, show, showFigureWith } from '../../src/figures/show';

interface Sent {
  readonly data: Record<string, unknown>;
  readonly isUpdate: boolean;
  readonly after: number;
}

const figure = { data: [{ type: 'scatter' as const, y: [1, 2] }], layout: { title: { text: 'A curve' }, width: 100, height: 100 } };
const patience = 300;
let sent: Sent[] = [];
let begin = 0;
let started = 0;

/** A program that reads figures and never says a word. */
function silent(): ReturnType<typeof startSilent> {
  started += 1;
  return startSilent();
}

function startSilent() {
  return spawn(process.execPath, ['-e', 'process.stdin.resume(); setInterval(() => {}, 1000)'], { stdio: ['pipe', 'pipe', 'pipe'] });
}

beforeEach(() => {
  [sent, started, begin] = [[], 0, performance.now()];
  (jupyter as unknown as { lastWriteDisplayData: unknown }).lastWriteDisplayData = (message: { data: Record<string, unknown> }, isUpdate: boolean) =>
    sent.push({ data: message.data, isUpdate, after: performance.now() - begin });
});

test('with a Kaleido that hangs the live figure comes at once, one restart is tried, and nobody waits again', async () => {
  const exporter = createExporter(silent, patience);
  await showFigureWith(figure, exporter);
  assert.ok(sent[0].after < patience, `the live figure came after ${sent[0].after} ms`);
  assert.deepEqual(sent.map(({ data }) => Object.keys(data)), [['application/vnd.plotly.v1+json', 'text/plain']]);
  assert.equal(started, 2);
  const waited = performance.now() - begin;
  assert.ok(waited >= 2 * patience && waited < 2 * patience + 2000, `${waited} ms`);

  const again = performance.now();
  await showFigureWith(figure, exporter);
  assert.ok(performance.now() - again < patience, 'the second figure waited too');
  assert.equal(started, 2);
  assert.equal(await exporter.draw(figure, 'png'), undefined);
  await exporter.close();
});

test('a Kaleido that answers after its restart is used', async () => {
  const answering = `require('readline').createInterface({ input: process.stdin }).on('line', () => console.log(JSON.stringify({ code: 0, message: null, result: '<svg></svg>' }))); console.log('{}')`;
  const exporter = createExporter(() => (started === 0 ? silent() : spawn(process.execPath, ['-e', answering], { stdio: ['pipe', 'pipe', 'pipe'] })), 5 * patience);
  await showFigureWith(figure, exporter);
  await exporter.close();
  assert.deepEqual(sent.map(({ isUpdate, data }) => [isUpdate, 'image/svg+xml' in data]), [[false, false], [true, true]]);
});

test('a reader in JupyterLab never waits: without the executor’s flag no picture is asked for', async () => {
  assert.equal(isHeadless(), false);
  const shown = show(figure);
  assert.equal(sent.length, 1, 'sent before show returns');
  await shown;
  assert.deepEqual([sent.length, sent[0].isUpdate], [1, false]);
});
