import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import { gatherEvidence } from '../../src/experiments/evidence';
import { loadEvidence, shippedEvidenceFolder } from '../../src/experiments/evidenceCache';

/** Another processor rounds differently, and the 100th principal axis lies close to the 101st. */
const tolerance = 1e-3;

/** Paths and values of numbers that differ by more than the tolerance. */
function differences(left: unknown, right: unknown, place = ''): string[] {
  if (typeof left === 'number' && typeof right === 'number') {
    return Math.abs(left - right) <= tolerance * Math.max(1, Math.abs(left)) ? [] : [`${place}: ${left} and ${right}`];
  }
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
    return left === right ? [] : [`${place}: ${String(left)} and ${String(right)}`];
  }
  const [first, second] = [left, right] as readonly Readonly<Record<string, unknown>>[];
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keys].flatMap((key) => differences(first[key], second[key], `${place}/${key}`));
}

test('the baselines that come with the package are those that are computed here', async () => {
  const dataset = await openDataset('simulated');
  assert.equal(readdirSync(shippedEvidenceFolder()).length, dataset.regions.length);
  const cache = mkdtempSync(path.join(tmpdir(), 'baselines-'));
  try {
    for (const region of dataset.regions) {
      const shipped = await loadEvidence(dataset, region, { shipped: shippedEvidenceFolder(), cache });
      const gathered = gatherEvidence(await dataset.loadRegion(region));
      assert.deepEqual(differences(shipped, gathered).slice(0, 5), []);
    }
    assert.deepEqual(readdirSync(cache), [], 'all of them were found where they are shipped');
  } finally {
    rmSync(cache, { recursive: true });
  }
});

test('a difference is seen', () => {
  assert.deepEqual(differences({ a: [1, 2], b: null }, { a: [1, 2.01], b: null }), ['/a/1: 2 and 2.01']);
  assert.deepEqual(differences({ a: [1] }, { a: [1, 2] }), ['/a/1: undefined and 2']);
});
