import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import type { RegionEvidence } from '../../src/experiments/evidence';
import type { ExperimentMaterial } from '../../src/experiments/experiment';
import { locatedFields, type LocatedField } from '../../src/experiments/locatedFields';
import { fieldGroups, isLocated, scoredFields } from '../../src/experiments/locatedGroups';
import { receptiveFieldLocation } from '../../src/experiments/receptiveFieldLocation';
import { tableMarkdown } from '../../src/figures/tableMarkdown';
import { noiseCeiling } from '../../src/metrics/noiseCeiling';
import { fakeContext, fakeEvidence } from './fakeReproduction';

function material(evidence: readonly RegionEvidence[]): ExperimentMaterial {
  return {
    context: fakeContext({ regions: evidence.map(({ region }) => region) }),
    lookup: () => undefined,
    committed: undefined,
    evidence: new Map(evidence.map((region) => [region.region, region])),
  };
}

function field(cellType: LocatedField['cellType'], located: readonly [number, number], truth: readonly [number, number]): LocatedField {
  return { cellType, located, truth };
}

// The fake region's neurons can all be explained.
const fields = [
  field('simple', [10, 10], [14, 6]),
  field('simple', [10, 10], [14.1, 10]),
  field('complex', [0, 31], [15, 15]),
  field('unresponsive', [20, 20], [20, 21]),
];

test('a place counts as found up to one cell of h2 away in rows and in columns', () => {
  assert.deepEqual(fields.map(isLocated), [true, false, false, true]);
});

test('the table counts what was found and what chance would find, and the sentences say the same', () => {
  const region = { ...fakeEvidence(1), locatedFields: fields };
  const table = receptiveFieldLocation.table!(material([region]));
  const simple = table.rows[0].map((cell) => (cell.kind === 'text' ? cell.text : cell.kind === 'printed' ? cell.value : cell.kind));
  // The places of the other three neurons are within one cell of [14, 6] once (the second neuron's), of [14.1, 10] never.
  assert.deepEqual(simple.slice(0, 5), ['1', 'simple', '≥ 0.15', '2', '1']);
  assert.ok(Math.abs((simple[5] as number) - 1 / 2) < 1e-9);
  assert.ok(Math.abs((simple[6] as number) - 1 / 6) < 1e-9);
  assert.equal(simple[7], 0);
  assert.match(receptiveFieldLocation.findings!(material([region])).join('\n'), /1 of 2 located.*would be 0\.3[^]*1 of 1 complex cells are located in the outermost cells of h2, where 0 of them look/);
  assert.notEqual(receptiveFieldLocation.figure!(material([region])), undefined);
});

test('several regions are also shown together', () => {
  const table = tableMarkdown(receptiveFieldLocation.table!(material([1, 2].map((region) => ({ ...fakeEvidence(region), locatedFields: fields })))));
  assert.match(table, /\| all \| simple \| ≥ 0.15 \| 4 \| 2 \|/);
});

test('recordings have no truth, and the item says so', () => {
  const recorded = material([fakeEvidence(1)]);
  assert.match(tableMarkdown(receptiveFieldLocation.table!(recorded)), /no true receptive fields/);
  assert.equal(receptiveFieldLocation.figure!(recorded), undefined);
  assert.match(receptiveFieldLocation.findings!(recorded).join(), /no true receptive fields/);
});

test('in every simulated region at least three quarters of the simple cells with FEV >= .15 are located within one cell of h2, for every seed', async () => {
  const dataset = await openDataset('simulated');
  for (const number of dataset.regions) {
    const region = await dataset.loadRegion(number);
    for (const seed of [1, 2, 3]) {
      const evidence = { ...fakeEvidence(number), noiseCeiling: noiseCeiling(region.testTrials!), locatedFields: locatedFields(region, seed) };
      const [simple] = fieldGroups(scoredFields(evidence));
      const share = simple.fields.filter(isLocated).length / simple.fields.length;
      assert.ok(simple.cells === 'simple' && share >= 0.75, `region ${number}, seed ${seed}: ${share}`);
    }
  }
});
