import type { Layer } from '../models/modelName';
import type { RunSpecification } from '../runs/specification';
import { specificationHash, uniqueSpecifications } from '../runs/specificationHash';
import type { Experiment, ExperimentContext } from './experiment';
import { focusRegion } from './factorizedModels';
import { experiments } from './index';

/** Runs of the same importance. */
export interface RecordGroup {
  readonly title: string;
  /** In the order in which they are to be trained; none of them is in an earlier group. */
  readonly specifications: readonly RunSpecification[];
}

/** The figures and tables that carry the paper's claims, and the appendix's figures of the same models in other regions. */
const mainItems: readonly string[] = ['figure2', 'table2', 'table4', 'figure3', 'figure4', 'table3', 'figure6', 'figure7', 'figure8'];
/** The layer whose readouts come before those of the others, so that a table of many combinations fills in breadth first. */
const firstLayer: Layer = 2;
/** The first group has three seeds before anything else has one. */
const firstSeeds = 3;

/**
 * The runs of the committed records, the most important first: the main items in the region where the paper's effect is
 * largest, the main items elsewhere, everything else, every combination once before all its layers; then the next seed of all of them.
 * Taken from the experiments themselves, so that no run is forgotten and none is made that nothing shows.
 */
export function recordPlan(context: ExperimentContext, from: readonly Experiment[] = experiments): readonly RecordGroup[] {
  const isMain = ({ item }: Experiment): boolean => mainItems.includes(item);
  const main = [...from].filter(isMain).sort((left, right) => mainItems.indexOf(left.item) - mainItems.indexOf(right.item));
  const runsOf = (some: readonly Experiment[]): readonly RunSpecification[] => some.flatMap(({ specifications }) => specifications(context));
  const [mainRuns, allRuns] = [runsOf(main), runsOf([...main, ...from])];
  const focus = focusRegion(context);
  const isLater = ({ region, layer }: RunSpecification): number => 2 * Number(region !== focus) + Number(layer !== null && layer !== firstLayer);
  const breadthFirst = (runs: readonly RunSpecification[]): readonly RunSpecification[] => [...runs].sort((left, right) => isLater(left) - isLater(right));
  const withSeed = (runs: readonly RunSpecification[], seed: number): readonly RunSpecification[] => runs.filter((run) => run.seed === seed);

  const early = context.seeds.slice(0, firstSeeds);
  const [first, ...later] = context.seeds;
  const groups: readonly RecordGroup[] = [
    { title: `Figures 2 to 4, Tables 2 to 4, region ${focus}, seeds ${early.join(', ')}`, specifications: early.flatMap((seed) => withSeed(mainRuns, seed).filter(({ region }) => region === focus)) },
    { title: `Figures 2 to 4, Tables 2 to 4, other regions, seed ${first}`, specifications: withSeed(mainRuns, first) },
    { title: `all other items, seed ${first}`, specifications: breadthFirst(withSeed(allRuns, first)) },
    ...later.map((seed) => ({ title: `the rest of seed ${seed}`, specifications: breadthFirst(withSeed(allRuns, seed)) })),
  ];
  return withoutRepetitions(groups);
}

function withoutRepetitions(groups: readonly RecordGroup[]): readonly RecordGroup[] {
  const known = new Set<string>();
  return groups.map(({ title, specifications }) => {
    const fresh = uniqueSpecifications(specifications).filter((run) => !known.has(specificationHash(run)));
    fresh.forEach((run) => known.add(specificationHash(run)));
    return { title, specifications: fresh };
  });
}
