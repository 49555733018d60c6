import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { startBenchProcess } from './benchProcess';

const skip = nativeBackend() === undefined && 'only native TensorFlow runs graphs';

test('a step as a graph is measured, and leaves no tensor and no session behind', {
  skip,
}, async () => {
  const worker = await startBenchProcess({
    file: process.execPath,
    parameters: [...process.execArgv, join(__dirname, 'stepWorker.ts'), 'CNN-FR1', '2', 'graph'],
    environment: { DAE_NR_BACKEND: 'native' },
  });
  try {
    assert.equal(await worker.ask('leak', 6), 0);
    assert.ok((await worker.ask('steps', 3)) > 0);
    assert.ok((await worker.ask('processor', 0)) > 0);
    assert.ok((await worker.ask('product', 1)) > 0);
    assert.ok((await worker.ask('arithmetic', 0)) > 0);
  } finally {
    await worker.stop();
  }
});
