import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { DataFrame } from 'danfojs-node';
import jupyter = require('tslab/dist/jupyter');
import { closeKaleido, missingKaleido } from '../../src/figures/kaleido';
import { showFigure, showTable, showText } from '../../src/figures/notebookDisplay';
import { lineDisplay } from '../../src/figures/trainingDisplay';

interface Sent {
  readonly data: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
  readonly isUpdate: boolean;
}

let sent: Sent[] = [];
// What tslab's handler sets before every cell; here the test listens in its place.
const kernel = jupyter as unknown as {
  lastWriteDisplayData: ((message: Omit<Sent, 'isUpdate'>, isUpdate: boolean) => void) | null;
};

beforeEach(() => {
  sent = [];
  kernel.lastWriteDisplayData = (message, isUpdate) => sent.push({ ...message, isUpdate });
});
after(closeKaleido);

test('tslab still hands out its sender where showFigure looks for it', async () => {
  assert.equal('lastWriteDisplayData' in jupyter, true);
  assert.match(
    jupyter.JupyterHandlerImpl.prototype.handleExecute.toString() +
      String((jupyter.JupyterHandlerImpl.prototype as unknown as Record<string, unknown>).handleExecuteImpl),
    /lastWriteDisplayData = writeDisplayData/,
  );
});

test('a figure is one output: live at once, its picture added in headless execution, and no HTML', { skip: missingKaleido() ?? false }, async () => {
  process.env.DAE_NR_HEADLESS = '1';
  const image = {
    source: 'data:image/png;base64,iVBORw0KGgo=',
    xref: 'paper',
    yref: 'paper',
    x: 0,
    y: 1,
    sizex: 1,
    sizey: 1,
  } as const;
  await showFigure({ data: [{ type: 'scatter', y: [1, 2] }], layout: { title: { text: 'A curve' }, width: 100, height: 100 } });
  await showFigure({
    data: [{ type: 'scatter', y: [1, 2] }],
    layout: { title: { text: 'A picture' }, width: 100, height: 100, images: [image] },
  });
  assert.deepEqual(
    sent.map(({ data }) => Object.keys(data)),
    [
      ['application/vnd.plotly.v1+json', 'text/plain'],
      ['application/vnd.plotly.v1+json', 'text/plain', 'image/svg+xml'],
      ['application/vnd.plotly.v1+json', 'text/plain'],
      ['application/vnd.plotly.v1+json', 'text/plain', 'image/png'],
    ],
  );
  delete process.env.DAE_NR_HEADLESS;
  assert.deepEqual(sent.map(({ isUpdate }) => isUpdate), [false, true, false, true]);
  assert.match(String(sent[1].data['image/svg+xml']), /^<svg/);
  assert.ok(String(sent[3].data['image/png']).startsWith('iVBOR'));
});

test('a figure that cannot be drawn is said in words', async () => {
  await showFigure(undefined);
  assert.match(String(sent[0].data['text/plain']), /nothing to draw/);
});

test('a danfo DataFrame is shown as a table, with its texts escaped', () => {
  showTable(
    new DataFrame(
      [
        ['<CAE>', 0.0212345678],
        ['PCA', 0.03],
      ],
      { columns: ['model', 'MSE'] },
    ),
  );
  assert.match(String(sent[0].data['text/html']), /<th[^>]*>model<\/th>[\s\S]*&lt;CAE&gt;[\s\S]*0\.0212346/);
  assert.equal(sent[0].data['text/plain'], 'model  MSE\n<CAE>  0.0212346\nPCA    0.03');
});

test('a line is rewritten in place', () => {
  const line = lineDisplay();
  line.write('step 1');
  line.write('step 2');
  assert.deepEqual(
    sent.map(({ data, isUpdate }) => [data['text/plain'], isUpdate]),
    [
      ['step 1', false],
      ['step 2', true],
    ],
  );
  assert.equal(sent[0].transient.display_id, sent[1].transient.display_id);
});

test('outside a notebook texts go to stdout', (context) => {
  kernel.lastWriteDisplayData = null;
  const written = context.mock.method(process.stdout, 'write', () => true);
  showText(['A sentence.']);
  const texts = written.mock.calls.map(({ arguments: [text] }) => text);
  written.mock.restore();
  assert.ok(texts.includes('A sentence.\n'));
});
