import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripNotebook } from './stripNotebook';

function notebook(source: string, text: string, extra: object = {}): string {
  const output = {
    output_type: 'display_data',
    data: { 'text/plain': [text], 'image/png': `${Math.random()}` },
    metadata: {},
    ...extra,
  };
  return JSON.stringify({
    cells: [{ id: `${Math.random()}`, cell_type: 'code', source: [source], outputs: [output] }],
  });
}

test('ids, pictures and durations do not count; a number from the records does, one that the notebook computes does not', () => {
  const table = "showTable(reproduction.table('table2'));";
  assert.deepEqual(
    stripNotebook(notebook(table, 'MSE 0.043, 12 s')),
    stripNotebook(notebook(table, 'MSE 0.043, 15 s')),
  );
  assert.notDeepEqual(
    stripNotebook(notebook(table, 'MSE 0.043')),
    stripNotebook(notebook(table, 'MSE 0.044')),
  );
  const trained = 'showText(short.findings);';
  assert.deepEqual(
    stripNotebook(notebook(trained, 'MSE 0.043')),
    stripNotebook(notebook(trained, 'MSE 0.044')),
  );
  assert.notDeepEqual(
    stripNotebook(notebook(trained, 'MSE 0.043')),
    stripNotebook(notebook(trained, 'PSNR 0.043')),
  );
  assert.notDeepEqual(
    stripNotebook(notebook(trained, 'MSE')),
    stripNotebook(notebook(trained, 'MSE', { output_type: 'stream' })),
  );
});
