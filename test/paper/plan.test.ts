import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentContext } from '../../src/experiments/context';
import { experiments } from '../../src/experiments';
import { items, plannedRuns, selectItems } from '../../src/paper/items';
import { openReproduction } from '../../src/paper/openReproduction';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';

const of = (preset: 'smoke' | 'quick' | 'paper') => openReproduction({ preset, fromRecords: false });

test('the plan trains what the experiments need, item by item, and nothing more in all, in every preset', async () => {
  const differing: string[] = [];
  for (const preset of ['smoke', 'quick', 'paper'] as const) {
    const reproduction = await of(preset);
    const context = experimentContext({ identity: reproduction.dataset, regions: reproduction.regions }, preset);
    const sorted = (hashes: string[]): string[] => [...new Set(hashes)].sort();
    for (const { item, specifications } of experiments) {
      const wanted = sorted(uniqueSpecifications(specifications(context)).map(specificationHash));
      const planned = sorted(plannedRuns(reproduction, selectItems([item])).map(specificationHash));
      if (wanted.some((hash) => !planned.includes(hash))) differing.push(`${item}, ${preset}: ${planned.length} planned, ${wanted.length} wanted`);
    }
    const all = sorted(experiments.flatMap(({ specifications }) => uniqueSpecifications(specifications(context)).map(specificationHash)));
    assert.deepEqual(sorted(plannedRuns(reproduction, items).map(specificationHash)), all, preset);
  }
  assert.deepEqual(differing, []);
});

test('an unknown item is named', () => {
  assert.throws(() => selectItems(['table2', 'table99']), /no item table99; choose from .*table2/);
  assert.equal(selectItems(undefined), items);
});
