import type { RunSpecification } from '../runs/specification';
import { specificationHash, uniqueSpecifications } from '../runs/specificationHash';
import { controlCells, doseCell, doses, focusRegion, items, regularisedPair, runsOf, type Item, type RecordLookup } from './items';
import { specify, type Plan } from './specify';

/** Runs of the same importance. */
export interface RecordGroup {
  readonly title: string;
  /** In the order in which they are to be trained; none of them is in an earlier group. */
  readonly specifications: readonly RunSpecification[];
}

const named = (...names: readonly string[]): Item[] => items.filter(({ item }) => names.includes(item));

/**
 * The runs of the committed records, the most important first: what answers the paper's question in the region where its effect is largest, with all seeds;
 * the main tables with three; every combination with one; the groups of Table 3; then everything with all seeds.
 */
export function recordPlan(plan: Plan, find: RecordLookup): readonly RecordGroup[] {
  const focus = focusRegion(plan);
  const seeds = (count: number): Plan => ({ ...plan, seeds: plan.seeds.slice(0, count) });
  const bySeed = (part: Plan, runs: (one: Plan) => readonly RunSpecification[]): RunSpecification[] =>
    part.seeds.flatMap((seed) => runs({ ...part, seeds: [seed] }));
  const groups: readonly RecordGroup[] = [
    { title: `region ${focus}: doses of responses, IR`, specifications: bySeed(plan, (one) => doses.flatMap((dose) => specify(one, doseCell(focus, 'IR', dose)))) },
    { title: `region ${focus}: doses of reconstruction, NRS`, specifications: bySeed(plan, (one) => doses.flatMap((dose) => specify(one, doseCell(focus, 'NRS', dose)))) },
    { title: `region ${focus}: controls`, specifications: bySeed(plan, (one) => controlCells(focus).flatMap((cell) => specify(one, cell))) },
    { title: 'regularised pairs', specifications: bySeed(plan, (one) => [focus, ...plan.regions].flatMap(regularisedPair).flatMap((cell) => specify(one, cell))) },
    { title: 'main tables, three seeds', specifications: bySeed(seeds(3), (one) => runsOf(one, named('table2', 'table4', 'figure3', 'figure4', 'figure8'), find)) },
    { title: 'every combination, one seed', specifications: runsOf(seeds(1), named('table5', 'table6'), find) },
    { title: 'groups of Table 3, three seeds', specifications: bySeed(seeds(3), (one) => runsOf(one, named('table3'), find)) },
    { title: 'everything, all seeds', specifications: bySeed(plan, (one) => runsOf(one, items, find)) },
  ];
  const known = new Set<string>();
  return groups.map(({ title, specifications }) => {
    const fresh = uniqueSpecifications(specifications).filter((run) => !known.has(specificationHash(run)));
    fresh.forEach((run) => known.add(specificationHash(run)));
    return { title, specifications: fresh };
  });
}
