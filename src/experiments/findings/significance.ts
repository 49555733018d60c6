import type { Layer } from '../../models/modelName';
import { countDifference, countInterval } from '../countDifferences';
import type { ExperimentMaterial } from '../experiment';
import { nameLayers } from '../layerDifferences';
import type { ExperimentCell } from '../../paper/specify';
import { caution, choose, countSeeds, withInterval } from './words';

const digits = 1;

type CellOf = (region: number, layer: Layer) => ExperimentCell;

/** Two models whose numbers of significant neurons are compared. */
export interface SignificanceComparison {
  readonly subject: string;
  readonly rival: string;
  readonly first: CellOf;
  readonly second: CellOf;
}

function sentence(material: ExperimentMaterial, region: number, { subject, rival, first, second }: SignificanceComparison): string[] {
  const difference = countDifference(material, region, first, second);
  if (difference === undefined) return [];
  const interval = countInterval(difference);
  const judgement = choose(interval, { below: 'fewer', above: 'more', around: 'no difference is seen' });
  const neurons = material.evidence.get(region)!.neurons;
  return [
    `${subject} minus ${rival}, averaged over ${nameLayers(difference)}, is ${withInterval(interval, digits)} of ${neurons} neurons (${countSeeds(difference.seeds)}): ${judgement}.`,
  ];
}

/** How the numbers of significant neurons differ, region by region. */
export function describeSignificance(
  material: ExperimentMaterial,
  regions: readonly number[],
  comparisons: readonly SignificanceComparison[],
): string[] {
  const { context } = material;
  if (context.preset === 'smoke') return caution(context);
  const described = regions.flatMap((region) => {
    const sentences = comparisons.flatMap((comparison) => sentence(material, region, comparison));
    return sentences.length === 0 ? [] : [`Region ${region}: ${sentences.join(' ')}`];
  });
  return [...caution(context), ...(described.length > 0 ? described : ['None of the runs that are compared has been trained yet.'])];
}
