import { architecture, layerShape } from '../models/architecture';
import { lowFraction } from './ceilings';
import type { RegionEvidence } from './evidence';
import type { LocatedField, Place } from './locatedFields';

/** One cell on the grid of h_2, in pixels of the image: 4. */
export const cellSide = architecture.imageSize / layerShape(2).size;

export const hardlyExplainable = `< ${lowFraction}`;

const imageCentre: Place = [(architecture.imageSize - 1) / 2, (architecture.imageSize - 1) / 2];

/** A located neuron with what a place that knows nothing of it would reach. */
export interface ScoredField extends LocatedField {
  /** Share of a trial's variance that the image explains; null without repeated trials. */
  readonly explainableFraction: number | null;
  /** Share of the region's other neurons whose located places are within one cell of this neuron's true place. */
  readonly othersWithin: number;
}

/** Whether two places are at most one cell of h_2 apart in both rows and columns. */
function withinOneCell([row, column]: Place, [otherRow, otherColumn]: Place): boolean {
  return Math.abs(row - otherRow) <= cellSide && Math.abs(column - otherColumn) <= cellSide;
}

export function isLocated({ located, truth }: LocatedField): boolean {
  return withinOneCell(located, truth);
}

/** Whether the middle of the image is already within one cell. */
export function isCentral({ truth }: LocatedField): boolean {
  return withinOneCell(imageCentre, truth);
}

/** Whether a neuron is placed in one of the cells of h_2 along the edge of the image. */
export function isOutermost({ located }: Pick<LocatedField, 'located'>): boolean {
  return located.some((position) => position < cellSide - 0.5 || position > architecture.imageSize - cellSide - 0.5);
}

/** In pixels of the image. */
export function locationError({ located, truth }: LocatedField): number {
  return Math.hypot(located[0] - truth[0], located[1] - truth[1]);
}

/** The located neurons of a region; empty for recordings. */
export function scoredFields({ locatedFields, noiseCeiling }: RegionEvidence): readonly ScoredField[] {
  const fields = locatedFields ?? [];
  return fields.map((field, neuron) => ({
    ...field,
    explainableFraction: noiseCeiling?.explainableFraction[neuron] ?? null,
    othersWithin:
      fields.filter(({ located }, other) => other !== neuron && withinOneCell(located, field.truth)).length / Math.max(1, fields.length - 1),
  }));
}

/** Cells of one type that can be explained, or hardly. */
export interface FieldGroup {
  readonly cells: string;
  readonly explainable: string;
  readonly fields: readonly ScoredField[];
}

/** The neurons by cell type, simple and complex cells also by whether their responses can be explained; without repeated trials nothing tells that. Empty groups are left out. */
export function fieldGroups(fields: readonly ScoredField[]): readonly FieldGroup[] {
  const ofType = (cellType: ScoredField['cellType']): ScoredField[] => fields.filter((field) => field.cellType === cellType);
  const split = (cellType: 'simple' | 'complex'): FieldGroup[] => {
    const cells = ofType(cellType);
    const known = cells.flatMap((field) => (field.explainableFraction === null ? [] : [{ field, fraction: field.explainableFraction }]));
    return [
      { cells: cellType, explainable: `≥ ${lowFraction}`, fields: known.filter(({ fraction }) => fraction >= lowFraction).map(({ field }) => field) },
      { cells: cellType, explainable: hardlyExplainable, fields: known.filter(({ fraction }) => fraction < lowFraction).map(({ field }) => field) },
      { cells: cellType, explainable: 'no trials', fields: cells.filter(({ explainableFraction }) => explainableFraction === null) },
    ];
  };
  return [...split('simple'), ...split('complex'), { cells: 'unresponsive', explainable: 'any', fields: ofType('unresponsive') }].filter(
    (group) => group.fields.length > 0,
  );
}
