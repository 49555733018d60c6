import { UserError } from '../errors';
import type { RunSpecification } from '../runs/specification';
import { uniqueSpecifications } from '../runs/specificationHash';
import { autoencoderCells, groupCells, presetTrains, reconstructionCells, reconstructionVariants, similarityCells, similarityVariants, sparseControl, type Cell } from './cells';
import type { Reproduction } from './openReproduction';
import { specifications } from './runs';

/** An item of the paper, or one of ours beside it. */
export interface PaperItem {
  /** As `save` names its files: `table2`. */
  readonly item: string;
  /** The notebook whose cells compute and save it. */
  readonly notebook: string;
  /** The trainings that it shows, the most important first; none where nothing is trained. */
  readonly cells?: (regions: readonly number[], focus: number) => readonly Cell[];
  /** A picture of single networks needs one seed. */
  readonly firstSeedOnly?: boolean;
}

const data = '00-setup-and-data.ipynb';
const readouts = '03-readouts.ipynb';
const joint = '04-dae-nr.ipynb';
const reconstruction = '05-reconstruction.ipynb';
const similarity = '06-similarity.ipynb';
const significance = '07-significance.ipynb';
const variants = '08-variants.ipynb';

const ofRegion = (number: number, cells: (region: number) => readonly Cell[]) => (regions: readonly number[]): readonly Cell[] => (regions.includes(number) ? cells(number) : []);
const others = (regions: readonly number[], focus: number): readonly number[] => regions.filter((region) => region !== focus);

/** Every item, in the order of the paper. */
export const items: readonly PaperItem[] = [
  { item: 'figure1', notebook: joint },
  { item: 'figure2', notebook: reconstruction, cells: (_, focus) => reconstructionCells(focus), firstSeedOnly: true },
  { item: 'figure3', notebook: significance, cells: (regions) => regions.flatMap((region) => [...similarityCells(region), ...reconstructionCells(region).slice(1)]) },
  { item: 'figure4', notebook: significance, cells: (_, focus) => autoencoderCells(focus) },
  { item: 'table1', notebook: joint },
  { item: 'table2', notebook: reconstruction, cells: (regions, focus) => [...regions.flatMap(reconstructionCells), sparseControl(focus)] },
  { item: 'table2-differences', notebook: reconstruction, cells: (regions, focus) => [...regions.flatMap(reconstructionCells), sparseControl(focus)] },
  { item: 'table3', notebook: significance, cells: (_, focus) => groupCells(focus) },
  { item: 'table4', notebook: similarity, cells: (regions) => regions.flatMap(similarityCells) },
  { item: 'table5', notebook: variants, cells: (_, focus) => reconstructionVariants(focus) },
  { item: 'table6', notebook: variants, cells: (regions) => regions.flatMap(similarityVariants) },
  { item: 'figure5', notebook: data },
  { item: 'figure6', notebook: reconstruction, cells: ofRegion(1, reconstructionCells), firstSeedOnly: true },
  { item: 'figure7', notebook: reconstruction, cells: ofRegion(2, reconstructionCells), firstSeedOnly: true },
  { item: 'figure8', notebook: significance, cells: (regions, focus) => others(regions, focus).flatMap(autoencoderCells) },
  { item: 'table7', notebook: data },
  { item: 'table8', notebook: joint },
  { item: 'table14', notebook: joint },
  { item: 'calibration', notebook: data },
  { item: 'ceilings', notebook: data },
  { item: 'neurons', notebook: similarity, cells: (regions) => regions.flatMap(similarityCells) },
  { item: 'rf-location', notebook: readouts },
  { item: 'claims', notebook: '09-what-replicates.ipynb' },
];

/**
 * The items that `--only` names, all without it.
 * @throws UserError for an unknown item.
 */
export function selectItems(names: readonly string[] | undefined): readonly PaperItem[] {
  const known = items.map(({ item }) => item);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UserError(`There is no item ${unknown.join(', ')}; choose from ${known.join(', ')}.`);
  return names === undefined ? items : items.filter(({ item }) => names.includes(item));
}

/** The runs of items, without repetitions, as far as the preset trains them. */
export function plannedRuns(reproduction: Reproduction, wanted: readonly PaperItem[]): RunSpecification[] {
  const { regions, focusRegion, preset, seeds } = reproduction;
  return uniqueSpecifications(
    wanted.flatMap(({ cells, firstSeedOnly }) => {
      const shown = { ...reproduction, seeds: firstSeedOnly ? seeds.slice(0, 1) : seeds };
      return (cells?.(regions, focusRegion) ?? []).filter((cell) => presetTrains(preset, focusRegion, cell)).flatMap((cell) => specifications(shown, cell));
    }),
  );
}
