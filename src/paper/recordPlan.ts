import { isDeepStrictEqual } from 'node:util';
import { formatModelName } from '../models/modelName';
import type { RecordParts } from '../runs/publishRecord';
import type { RunSpecification } from '../runs/specification';
import { specificationHash, uniqueSpecifications } from '../runs/specificationHash';
import { focusRegion, type RecordLookup } from './cells';
import { cellsOf, type Comparison } from './comparisonRows';
import { hyperparametersFor } from './hyperparameters';
import { items, runsOf, type Item } from './items';
import { primaryContrasts } from './primaryContrasts';
import {
  ceilingRows,
  contraryRows,
  doseRows,
  negativeRows,
  otherSessions,
  rivalRows,
  scarceRows,
} from './secondaryRows';
import { specify, type Plan } from './specify';

const named = (...names: readonly string[]): Item[] =>
  items.filter(({ item }) => names.includes(item));

interface Group {
  readonly title: string;
  readonly specifications: readonly RunSpecification[];
}

/**
 * The runs of the committed records, the most important first: the primary contrasts with their
 * checks, then what tells how they are to be read (doses, the ceiling of help, negative controls),
 * then the tables, last everything with all seeds.
 * @param find for groups of neurons, which follow from earlier records
 * @returns groups of the same importance, each in the order in which it is to be trained, seed by
 * seed; none of its runs is in an earlier group
 */
export function recordPlan(plan: Plan, find: RecordLookup): Group[] {
  const upTo = (count: number): Plan => ({ ...plan, seeds: plan.seeds.slice(0, count) });
  const group = (
    title: string,
    part: Plan,
    runs: (one: Plan) => readonly RunSpecification[],
  ): Group => ({
    title,
    specifications: part.seeds.flatMap((seed) => runs({ ...part, seeds: [seed] })),
  });
  const compared = (title: string, rows: readonly Comparison[], part = plan): Group =>
    group(title, part, (one) => rows.flatMap(cellsOf).flatMap((cell) => specify(one, cell)));
  const shown = (title: string, some: readonly Item[], part: Plan): Group =>
    group(title, part, (one) => runsOf(one, some, find));

  const primary = primaryContrasts(plan, find);
  const ofClaims = (...claims: readonly string[]): Comparison[] =>
    primary.filter(({ claim }) => claims.includes(claim)).flatMap(({ rows }) => rows);
  const isSecond = ({ layer }: Comparison): boolean => layer === 2;
  const main = ofClaims('1', '3', '4a', '4b');
  const ceiling = ceilingRows(plan);
  const isPapers = ({ first: { latentDimensions, share } }: Comparison): boolean =>
    latentDimensions === undefined && share === undefined;
  const later: Plan = { ...plan, seeds: [6, 7, 8, 9, 10] };
  const groups = [
    compared('primary contrast of claim 1, layer 2', ofClaims('1').filter(isSecond)),
    compared('primary contrasts of claims 3 and 4, layer 2', main.filter(isSecond)),
    compared('the same, other layers', main),
    compared('regularised pairs', ofClaims('R')),
    compared('main pairs of other sessions', otherSessions(plan)),
    compared('doses', doseRows(plan)),
    compared('ceiling of help, the code of the paper', ceiling.filter(isPapers)),
    compared('negative controls and regularised rivals', [
      ...negativeRows(plan),
      ...rivalRows(plan),
      ...contraryRows(plan),
    ]),
    compared('groups of neurons', ofClaims('2')),
    compared('controls on few images', scarceRows(plan)),
    compared('ceiling of help, other codes and few images, three seeds', ceiling, upTo(3)),
    compared('primary contrasts of claim 5', ofClaims('5a', '5b')),
    compared(
      'primary contrasts for which ten seeds are planned, seeds 6 to 10',
      primary.filter(({ seeds }) => seeds === 10).flatMap(({ rows }) => rows),
      later,
    ),
    shown('Tables 2, 4, 5 and 6, one seed', named('table2', 'table4', 'table5', 'table6'), upTo(1)),
    shown(
      'main tables, three seeds',
      named('table2', 'table4', 'figure3', 'figure4', 'figure8'),
      upTo(3),
    ),
    shown('Table 3, three seeds', named('table3'), upTo(3)),
    shown('everything, all seeds', items, plan),
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
 * What of a run comes with the package besides its scores and its history; everything would be over
 * 100 MB. Checkpoints: the autoencoder that notebook 00 runs over the recorded images, the small
 * CNN whose masks notebook 03 looks at, VAE and VQ-VAE, whose codes notebook 08 looks at, the joint
 * model of both tasks, with which notebooks 11 to 16 go on. Pictures:
 * Fig. 2, 6 and 7, and the regularised pair; of recordings none, as the photographs that were shown
 * are not ours.
 */
export function shippedParts(
  { dataset, choices, regions }: Plan,
  specification: RunSpecification,
): RecordParts {
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
    targets,
    frozenEncoder,
  } = specification;
  const isWhole =
    seed === 1 &&
    neurons === 'all' &&
    trainingShare === undefined &&
    responses === undefined &&
    targets === undefined &&
    hyperparameters.latentDimensions === undefined &&
    frozenEncoder === undefined;
  // A dose is a row in a table, nothing more.
  const isUsual =
    isWhole &&
    isDeepStrictEqual(
      hyperparameters,
      hyperparametersFor(specification, task, preset === 'search' ? 'paper' : preset, choices),
    );
  const isSmallCnn = isUsual && formatModelName(specification) === 'CNN-FR2';
  const isJoint = isUsual && formatModelName(specification) === 'CAE-FR2';
  const isPlain = autoencoder === 'CAE' && (readout === null || readout === 'FR');
  const isRegularised = isWhole && hyperparameters.augmentation !== 'none';
  return {
    checkpoint:
      isSmallCnn ||
      (region === focusRegion({ regions }) && (isJoint || (isUsual && readout === null))),
    pictures:
      dataset.kind === 'simulated' && task === 'IR' && isPlain && (isUsual || isRegularised),
    masks: isSmallCnn,
  };
}
