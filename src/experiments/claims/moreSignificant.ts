import type { Layer } from '../../models/modelName';
import { intervalCell } from '../comparisons';
import { countDifference, countInterval } from '../countDifferences';
import type { ExperimentContext, ExperimentMaterial } from '../experiment';
import { focusRegion } from '../factorizedModels';
import { overLayers } from '../layerDifferences';
import { hasPaperCounterpart, paperValues } from '../paperValues';
import { remedy } from '../remedy';
import { frozenCell, isTrained, jointReconstructionCell } from '../significanceCells';
import { caeCell, cnnCell } from '../similarityCells';
import type { ExperimentCell } from '../../paper/specify';
import { outcomeOf, verdict } from '../verdict';
import type { Claim, ClaimRow } from './claim';

type CellOf = (region: number, layer: Layer) => ExperimentCell;

interface Comparison {
  readonly what: string;
  readonly item: (context: ExperimentContext, region: number) => string;
  readonly first: CellOf;
  readonly second: CellOf;
  readonly printed: (region: number) => string;
}

const { figure4: printed } = paperValues;

function printedCounts(region: number): string {
  const { CAE: [alone], 'CAE-FR': [low, high] } = printed.significant;
  return region === printed.region ? `${alone} of ${printed.neurons} neurons with the DAE, ${low} to ${high} with DAE-NR` : '';
}

const figureOf = (context: ExperimentContext, region: number): string => (region === focusRegion(context) ? 'figure4' : 'figure8');

const comparisons: readonly Comparison[] = [
  { what: 'CAE-FR minus CNN-FR, similarity', item: () => 'figure3', first: caeCell, second: cnnCell, printed: () => '' },
  {
    what: 'CAE-FR minus CAE with a readout fitted afterwards, reconstruction',
    item: figureOf,
    first: jointReconstructionCell,
    second: (region, layer) => frozenCell(region, layer, 'fitted afterwards'),
    printed: printedCounts,
  },
  {
    what: 'CAE-FR minus CAE with an unfitted readout, reconstruction',
    item: figureOf,
    first: jointReconstructionCell,
    second: (region, layer) => frozenCell(region, layer, 'unfitted'),
    printed: printedCounts,
  },
];

function row(material: ExperimentMaterial, region: number, { what, item, first, second, printed: printedFor }: Comparison): ClaimRow {
  const { context } = material;
  const difference = countDifference(material, region, first, second);
  const shared = { printed: hasPaperCounterpart(context) ? printedFor(region) : '' };
  if (difference === undefined) {
    const isRun = isTrained(context, first(region, 2)) && isTrained(context, second(region, 2));
    return { ...shared, scope: `region ${region}: ${what}`, ours: { kind: 'missing', remedy: remedy(context, item(context, region), isRun) }, verdict: 'not run here' };
  }
  const interval = countInterval(difference);
  return {
    ...shared,
    scope: `region ${region}, ${overLayers(difference)}: significant neurons, ${what}`,
    // Counts, where the table's other rows are errors and correlations with more digits.
    ours: { ...intervalCell(interval), digits: 1 },
    verdict: verdict(context, outcomeOf(interval, 1), difference.seeds),
  };
}

export const moreSignificant: Claim = {
  statement: '4. CAE-FR has more significant neurons than CNN-FR and than the DAE.',
  where: 'Fig. 3, Fig. 4',
  evaluate: (material) => material.context.regions.flatMap((region) => comparisons.map((comparison) => row(material, region, comparison))),
};
