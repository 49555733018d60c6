import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../cli/runCli';

const bench = join(__dirname, 'bench');

// No peer: `python3` of a test machine may or may not have one, and it takes seconds to start.
const withoutPeers = { PATH: '', DAE_NR_PEER_PYTHON: '' };

test('one measurement of a small model on every backend here, as one JSON document', async () => {
  const { status, stdout, stderr } = await runCli(
    bench,
    ['--only', 'CNN-FR1', '--batch', '2', '--rounds', '1', '--json'],
    withoutPeers,
  );
  assert.equal(status, 0, stderr);
  const { rounds, measurements, absent } = JSON.parse(stdout);
  assert.equal(rounds, 1);
  const wasm = measurements.find(({ backend }: { backend: string }) => backend === 'wasm');
  assert.deepEqual(
    { model: wasm.model, batch: wasm.batch, threads: wasm.threads },
    { model: 'CNN-FR1', batch: 2, threads: 1 },
  );
  assert.ok(wasm.medianMs > 0 && wasm.medianMs < wasm.firstStepMs);
  assert.ok(wasm.processorMs > 0);
  assert.deepEqual(
    absent
      .map(({ backend }: { backend: string }) => backend)
      .filter((name: string) => !['native', 'native, eager', 'gpu'].includes(name)),
    ['pytorch', 'pytorch, compiled', 'tf.function'],
  );
});

test('an unknown model is refused', async () => {
  const { status, stderr } = await runCli(bench, ['--only', 'GAN'], withoutPeers);
  assert.equal(status, 2);
  assert.match(stderr, /GAN/);
});
