import { UserError } from '../errors';
import { autoencoderNames, layers, parseModelName, type Layer } from '../models/modelName';
import type { RunSpecification } from '../runs/specification';
import { uniqueSpecifications } from '../runs/specificationHash';
import {
  combinations,
  comparedCells,
  controlCells,
  doseCell,
  doses,
  focusRegion,
  frozenCells,
  groupCells,
  pricedVae,
  reconstructionPair,
  regularisedPair,
  similarityPair,
  type RecordLookup,
} from './cells';
import { isTrained } from './isTrained';
import { cellsOf } from './comparisonRows';
import { comparisons } from './primaryContrasts';
import { ceilingRows, rivalRows } from './secondaryRows';
import { specify, type Cell, type Plan } from './specify';

/** An item of the paper, or one of ours beside it. */
export interface Item {
  /** As `save` names its files: `table2`. */
  readonly item: string;
  /** File name of the notebook whose cells compute and save it. */
  readonly notebook: string;
  /**
   * The trainings that it shows; none where nothing is trained.
   * @param find for items whose trainings follow from earlier ones (Table 3)
   */
  readonly cells?: (plan: Plan, find: RecordLookup) => readonly Cell[];
  /**
   * Goes on from trained networks, which the records of the package leave out to stay small: it is
   * made only where the networks were trained.
   */
  readonly needsWeights?: true;
}

const everyLayer = (make: (layer: Layer) => readonly Cell[]): Cell[] => layers.flatMap(make);
const everyRegion = ({ regions }: Plan, make: (region: number) => readonly Cell[]): Cell[] =>
  regions.flatMap(make);
const grids = (region: number): Cell[] => everyLayer((layer) => reconstructionPair(region, layer));
const counts = (region: number): Cell[] =>
  everyLayer((layer) => [...frozenCells(region, layer), reconstructionPair(region, layer)[0]]);

/** A training, and the same without the weight that makes it a joint model. */
function withReference(cell: Cell): Cell[] {
  const { autoencoder, readout } = parseModelName(cell.model);
  return autoencoder === null || readout === null
    ? [cell]
    : [cell, { ...cell, ...(cell.task === 'IR' ? { beta: 0 } : { alpha: 0 }) }];
}

const data = '00-setup-and-data.ipynb';
const joint = '04-dae-nr.ipynb';
const reconstruction = '05-reconstruction.ipynb';
const similarity = '06-similarity.ipynb';
const significance = '07-significance.ipynb';
const variants = '08-variants.ipynb';
const rivals = '10-rivals.ipynb';

const similarityCells = (plan: Plan): Cell[] =>
  everyRegion(plan, (region) => everyLayer((layer) => similarityPair(region, layer)));

/**
 * The groups of Table 3, the models without and with all responses, and the readout on the CAE
 * beside which the manipulation check stands.
 */
const groupsAndReferences = (plan: Plan, find: RecordLookup): Cell[] =>
  everyLayer((layer) => [
    ...reconstructionPair(focusRegion(plan), layer),
    frozenCells(focusRegion(plan), layer)[1],
    ...groupCells(plan, layer, find).map(({ cell }) => cell),
  ]);

/** A table, and beside it the paired differences of the same trainings. */
const withDifferences = (table: Item): Item[] => [
  table,
  { ...table, item: `${table.item}-differences` },
];

/** What is computed from the data or from trainings; the claims look at all of it. */
const computed: readonly Item[] = [
  { item: 'figure5', notebook: data },
  { item: 'table7', notebook: data },
  {
    item: 'calibration',
    notebook: data,
    cells: ({ regions }) =>
      regions.map((region): Cell => ({ region, model: 'CNN-FR2', task: 'NRS' })),
  },
  { item: 'ceilings', notebook: data },
  { item: 'table14', notebook: '02-autoencoder.ipynb' },
  { item: 'rf-location', notebook: '03-readouts.ipynb' },
  { item: 'figure1', notebook: joint },
  { item: 'table1', notebook: joint },
  { item: 'table8', notebook: joint },
  { item: 'table8-choices', notebook: joint },
  { item: 'figure2', notebook: reconstruction, cells: (plan) => grids(focusRegion(plan)) },
  {
    item: 'figure6',
    notebook: reconstruction,
    cells: ({ regions }) => (regions.includes(1) ? grids(1) : []),
  },
  {
    item: 'figure7',
    notebook: reconstruction,
    cells: ({ regions }) => (regions.includes(2) ? grids(2) : []),
  },
  ...withDifferences({
    item: 'table2',
    notebook: reconstruction,
    cells: (plan) => everyRegion(plan, (region) => [...grids(region), ...regularisedPair(region)]),
  }),
  {
    item: 'overfitting',
    notebook: reconstruction,
    cells: (plan) => [
      reconstructionPair(focusRegion(plan), 2)[1],
      regularisedPair(focusRegion(plan))[0],
    ],
  },
  {
    item: 'dose',
    notebook: reconstruction,
    cells: (plan) =>
      (['IR', 'NRS'] as const).flatMap((task) =>
        doses[task].map((dose) => doseCell(focusRegion(plan), task, dose)),
      ),
  },
  { item: 'controls', notebook: reconstruction, cells: (plan) => controlCells(focusRegion(plan)) },
  {
    item: 'manipulation',
    notebook: reconstruction,
    cells: (plan, find) =>
      comparisons(plan, find)
        .filter(({ family }) => family === 'reconstruction')
        .flatMap(cellsOf),
  },
  {
    item: 'ceiling',
    notebook: reconstruction,
    cells: (plan) => ceilingRows(plan).flatMap(cellsOf),
  },
  {
    item: 'regularised-rivals',
    notebook: similarity,
    cells: (plan) => rivalRows(plan).flatMap(cellsOf),
  },
  ...withDifferences({ item: 'table4', notebook: similarity, cells: similarityCells }),
  { item: 'neurons', notebook: similarity, cells: similarityCells },
  {
    item: 'figure3',
    notebook: significance,
    cells: (plan) => [
      ...similarityCells(plan),
      ...everyRegion(plan, (region) => layers.map((layer) => reconstructionPair(region, layer)[0])),
    ],
  },
  { item: 'figure3-differences', notebook: significance, cells: similarityCells },
  { item: 'figure4', notebook: significance, cells: (plan) => counts(focusRegion(plan)) },
  {
    item: 'figure8',
    notebook: significance,
    cells: (plan) => plan.regions.filter((region) => region !== focusRegion(plan)).flatMap(counts),
  },
  {
    item: 'figure4-differences',
    notebook: significance,
    cells: (plan) =>
      everyRegion(plan, (region) => everyLayer((layer) => frozenCells(region, layer).slice(1))),
  },
  ...withDifferences({ item: 'table3', notebook: significance, cells: groupsAndReferences }),
  {
    item: 'table5',
    notebook: variants,
    cells: (plan) => [
      ...autoencoderNames
        .flatMap((name) => [name, ...combinations(name)])
        .flatMap((model) => withReference({ region: focusRegion(plan), model, task: 'IR' })),
      pricedVae(focusRegion(plan)),
    ],
  },
  {
    item: 'table6',
    notebook: variants,
    cells: (plan) =>
      everyRegion(plan, (region) =>
        ['CNN', ...autoencoderNames]
          .flatMap(combinations)
          .flatMap((model) => withReference({ region, model, task: 'NRS' })),
      ),
  },
  {
    item: 'primary',
    notebook: '09-what-replicates.ipynb',
    cells: (plan, find) => comparisons(plan, find).flatMap(cellsOf),
  },
  // Fitted in the notebook, for minutes.
  { item: 'rivals-fields', notebook: rivals, needsWeights: true },
  {
    item: 'rivals',
    notebook: rivals,
    needsWeights: true,
    cells: (plan) => similarityPair(focusRegion(plan), 2),
  },
];

/**
 * What goes on from trained networks: CNN-FR2 of every region knows the neurons, CAE-FR2 of the
 * focus region has a code and a decoder.
 */
const synthesis = { notebook: '13-synthesis.ipynb', needsWeights: true } as const;
const predictors = (plan: Plan): Cell[] =>
  everyRegion(plan, (region) => [{ region, model: 'CNN-FR2', task: 'NRS' }]);
const jointOfFocus = (plan: Plan): Cell[] => [reconstructionPair(focusRegion(plan), 2)[0]];

const comparedNetworks = (plan: Plan): Cell[] => comparedCells(focusRegion(plan));
const representations = '11-representations.ipynb';
const virtualExperiments = '12-virtual-experiments.ipynb';
const geometry = '16-population-geometry.ipynb';

/** Fitted in the notebook; only the records of CNN-FR2 are taken from elsewhere. */
const deepNetwork = { notebook: '17-deep-network-and-v4.ipynb', needsWeights: true } as const;

/** Every item, in the order of the notebooks. */
export const items: readonly Item[] = [
  ...computed,
  {
    item: 'representations',
    notebook: representations,
    needsWeights: true,
    cells: comparedNetworks,
  },
  { item: 'leaderboard', notebook: representations, needsWeights: true, cells: comparedNetworks },
  {
    item: 'tuning',
    notebook: virtualExperiments,
    needsWeights: true,
    cells: (plan) => similarityPair(focusRegion(plan), 2),
  },
  {
    item: 'receptive-fields',
    notebook: virtualExperiments,
    needsWeights: true,
    cells: (plan) => similarityPair(focusRegion(plan), 2),
  },
  {
    item: 'synthesis',
    ...synthesis,
    cells: (plan) => [...predictors(plan), ...jointOfFocus(plan)],
  },
  { item: 'synthesis-neurons', ...synthesis, cells: predictors },
  {
    item: 'control',
    ...synthesis,
    cells: (plan) => predictors(plan).filter(({ region }) => region === focusRegion(plan)),
  },
  { item: 'decoding', notebook: '14-decoding.ipynb', needsWeights: true, cells: jointOfFocus },
  { item: 'recognition', notebook: '15-recognition.ipynb', needsWeights: true },
  { item: 'tsne', notebook: geometry, needsWeights: true, cells: comparedNetworks },
  { item: 'dimensions', notebook: geometry, needsWeights: true, cells: comparedNetworks },
  { item: 'layer-profile', ...deepNetwork },
  { item: 'identification', ...deepNetwork },
  { item: 'v4-decoding', ...deepNetwork },
  {
    item: 'claims',
    notebook: '09-what-replicates.ipynb',
    cells: (plan, find) => computed.flatMap(({ cells }) => cells?.(plan, find) ?? []),
  },
];

/**
 * The items that `--only` names, all without it.
 * @throws UserError for an unknown item.
 */
export function selectItems(names: readonly string[] | undefined): readonly Item[] {
  const known = items.map(({ item }) => item);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(`There is no item ${unknown.join(', ')}; choose from ${known.join(', ')}.`);
  return names === undefined ? items : items.filter(({ item }) => names.includes(item));
}

/** The runs of items, without repetitions, as far as the preset of a plan trains them. */
export function runsOf(plan: Plan, some: readonly Item[], find: RecordLookup): RunSpecification[] {
  const cells = some.flatMap((item) => item.cells?.(plan, find) ?? []);
  return uniqueSpecifications(
    cells.filter((cell) => isTrained(plan, cell)).flatMap((cell) => specify(plan, cell)),
  );
}
