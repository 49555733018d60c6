import { isDeepStrictEqual } from 'node:util';
import { formatModelName } from '../models/modelName';
import type { RecordParts } from '../runs/publishRecord';
import type { RunSpecification } from '../runs/specification';
import { specificationHash, uniqueSpecifications } from '../runs/specificationHash';
import { hyperparametersFor } from './hyperparameters';
import {
  controlCells,
  doseCell,
  doses,
  focusRegion,
  items,
  regularisedPair,
  runsOf,
  type Item,
  type RecordLookup,
} from './items';
import { specify, type Plan } from './specify';

const named = (...names: readonly string[]): Item[] =>
  items.filter(({ item }) => names.includes(item));

/**
 * The runs of the committed records, the most important first: what answers the paper's question in
 * the region where its effect is largest, with all seeds; the tables of models with one, so that
 * none has a dash; the main ones and the groups of Table 3 with three; then everything with all
 * seeds.
 * @returns groups of the same importance, each in the order in which it is to be trained; none of
 * its runs is in an earlier group
 */
export function recordPlan(
  plan: Plan,
  find: RecordLookup,
): { readonly title: string; readonly specifications: readonly RunSpecification[] }[] {
  const focus = focusRegion(plan);
  const seeds = (count: number): Plan => ({ ...plan, seeds: plan.seeds.slice(0, count) });
  const bySeed = (
    part: Plan,
    runs: (one: Plan) => readonly RunSpecification[],
  ): RunSpecification[] => part.seeds.flatMap((seed) => runs({ ...part, seeds: [seed] }));
  const groups = [
    {
      title: `region ${focus}: doses of responses, IR`,
      specifications: bySeed(plan, (one) =>
        doses.flatMap((dose) => specify(one, doseCell(focus, 'IR', dose))),
      ),
    },
    {
      title: `region ${focus}: doses of reconstruction, NRS`,
      specifications: bySeed(plan, (one) =>
        doses.flatMap((dose) => specify(one, doseCell(focus, 'NRS', dose))),
      ),
    },
    {
      title: `region ${focus}: controls`,
      specifications: bySeed(plan, (one) =>
        controlCells(focus).flatMap((cell) => specify(one, cell)),
      ),
    },
    {
      title: 'regularised pairs',
      specifications: bySeed(plan, (one) =>
        [focus, ...plan.regions].flatMap(regularisedPair).flatMap((cell) => specify(one, cell)),
      ),
    },
    {
      title: 'Tables 2, 4, 5 and 6, one seed',
      specifications: runsOf(seeds(1), named('table2', 'table4', 'table5', 'table6'), find),
    },
    {
      title: 'main tables, three seeds',
      specifications: bySeed(seeds(3), (one) =>
        runsOf(one, named('table2', 'table4', 'figure3', 'figure4', 'figure8'), find),
      ),
    },
    {
      title: 'groups of Table 3, three seeds',
      specifications: bySeed(seeds(3), (one) => runsOf(one, named('table3'), find)),
    },
    {
      title: 'everything, all seeds',
      specifications: bySeed(plan, (one) => runsOf(one, items, find)),
    },
  ];
  const known = new Set<string>();
  return groups.map(({ title, specifications }) => {
    const fresh = uniqueSpecifications(specifications).filter(
      (run) => !known.has(specificationHash(run)),
    );
    fresh.forEach((run) => known.add(specificationHash(run)));
    return { title, specifications: fresh };
  });
}

/**
 * The region on whose recorded images notebook 00 runs the autoencoder, and whose codes notebook 08
 * shows.
 */
const shownRegion = 3;

/**
 * What of a run comes with the package besides its scores and its history; everything would be over
 * 100 MB. Checkpoints: the autoencoder that notebook 00 runs over the recorded images, the small
 * CNN whose masks notebook 03 looks at, VAE and VQ-VAE, whose codes notebook 08 looks at. Pictures:
 * Fig. 2, 6 and 7, and the regularised pair.
 */
export function shippedParts(specification: RunSpecification): RecordParts {
  const {
    autoencoder,
    readout,
    task,
    neurons,
    region,
    preset,
    seed,
    hyperparameters,
    trainingShare,
    responses,
    frozenEncoder,
  } = specification;
  const isWhole =
    seed === 1 &&
    neurons === 'all' &&
    trainingShare === undefined &&
    responses === undefined &&
    frozenEncoder === undefined;
  // A dose is a row in a table, nothing more.
  const isUsual =
    isWhole &&
    isDeepStrictEqual(
      hyperparameters,
      hyperparametersFor(specification, task, preset === 'search' ? 'paper' : preset),
    );
  const isSmallCnn = isUsual && formatModelName(specification) === 'CNN-FR2';
  const isPlain = autoencoder === 'CAE' && (readout === null || readout === 'FR');
  const isRegularised = isWhole && hyperparameters.augmentation !== 'none';
  return {
    checkpoint: isSmallCnn || (isUsual && readout === null && region === shownRegion),
    pictures: task === 'IR' && isPlain && (isUsual || isRegularised),
    masks: isSmallCnn,
  };
}
