import { mean, median } from 'simple-statistics';
import { textCell, type ResultTable, type TableCell } from '../figures/resultTable';
import type { NoiseCeiling } from '../metrics/noiseCeiling';
import type { Experiment } from './experiment';
import { provenanceCaption } from './provenanceCaption';

/** FEV below which the field counts a neuron as hardly explainable. */
export const lowFraction = 0.15;

/** A region's noise ceiling; null without repeated trials. */
export interface RegionCeiling {
  readonly region: number;
  readonly ceiling: NoiseCeiling | null;
}

function row({ region, ceiling }: RegionCeiling): TableCell[] {
  if (ceiling === null) return [textCell(String(region)), textCell('no repeated trials'), textCell(''), textCell(''), textCell('')];
  const { correlationCeiling, explainableFraction, neuronsWithoutSignal } = ceiling;
  const low = explainableFraction.filter((fraction) => fraction < lowFraction).length;
  return [
    textCell(String(region)),
    { kind: 'printed', value: mean([...correlationCeiling]) },
    { kind: 'printed', value: median([...correlationCeiling]) },
    { kind: 'printed', value: low / explainableFraction.length },
    textCell(String(neuronsWithoutSignal)),
  ];
}

/** Noise ceilings of the regions of one data set. */
export function ceilingTable(caption: string, regions: readonly RegionCeiling[]): ResultTable {
  return {
    item: 'ceilings',
    title: 'Noise ceilings: how well the responses can be predicted at all',
    caption,
    columns: [
      { heading: 'Region' },
      { heading: 'CCmax, mean', digits: 3 },
      { heading: 'CCmax, median', digits: 3 },
      { heading: `share with FEV < ${lowFraction}`, digits: 2 },
      { heading: 'neurons without signal' },
    ],
    rows: regions.map(row),
    notes: [
      "CCmax: the highest correlation with the mean over trials that any model can reach (Schoppe et al. 2016), 0 for a neuron without signal power. FEV: share of a trial's variance that the image explains.",
    ],
  };
}

export const ceilings: Experiment = {
  item: 'ceilings',
  title: 'Noise ceilings of every region',
  notebook: '00-setup-and-data.ipynb',
  specifications: () => [],
  table: ({ context, evidence }) =>
    ceilingTable(
      provenanceCaption(context, []),
      context.regions
        .flatMap((region) => evidence.get(region) ?? [])
        .map(({ region, noiseCeiling }) => ({ region, ceiling: noiseCeiling })),
    ),
};
