import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBenchReport } from './benchReport';

const setting = { model: 'CAE-FR2', batch: 32, threads: 1 };
const measured = (backend: string, medianMs: number) => ({
  ...setting,
  backend,
  library: `${backend} 1`,
  medianMs,
  minMs: medianMs - 1,
  maxMs: medianMs + 1,
  processorMs: medianMs / 2,
  firstStepMs: 1,
});
const report = {
  machine: { processor: 'Some CPU', cores: 2, memoryGb: 8, node: 'v20.0.0', loadBefore: 0.25 },
  rounds: 7,
  measurements: [
    measured('native', 60),
    measured('wasm', 300),
    measured('pytorch', 80),
    measured('tf.function', 50),
  ],
  tasks: [
    {
      task: 'peak memory, CAE-FR2',
      backend: 'native',
      unit: 'MB' as const,
      median: 700,
      min: 700,
      max: 700,
    },
  ],
  absent: [],
};

test('the table has a ratio to every peer of the same setting', () => {
  const lines = formatBenchReport(report).split('\n');
  const row = (backend: string): string[] =>
    lines
      .find((line) => line.trim().startsWith(backend))!
      .trim()
      .split(/\s+/);
  assert.deepEqual(row('native'), [
    'native',
    '60.0',
    '59.0',
    '61.0',
    '30.0',
    '0.75',
    '1.20',
    'native',
    '1',
  ]);
  assert.deepEqual(row('wasm').slice(5, 7), ['3.75', '6.00']);
  assert.ok(lines.some((line) => /peak memory, CAE-FR2\s+native\s+700/.test(line)));
});

test('without peers there are no ratios, and it is said why', () => {
  const text = formatBenchReport({
    ...report,
    measurements: [measured('native', 60)],
    absent: [{ ...setting, backend: 'pytorch', reason: 'no Python with torch' }],
  });
  assert.doesNotMatch(text, / x /);
  assert.match(text, /pytorch: not measured, no Python with torch/);
});
