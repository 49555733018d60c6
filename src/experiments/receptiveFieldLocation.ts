import { mean, median } from 'simple-statistics';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import { textCell, type ResultTable, type TableCell } from '../figures/resultTable';
import { scatter, type ScatterSeries } from '../figures/scatter';
import type { Experiment, ExperimentMaterial } from './experiment';
import { cellSide, fieldGroups, hardlyExplainable, isCentral, isLocated, isOutermost, locationError, scoredFields, type FieldGroup, type ScoredField } from './locatedGroups';
import { provenanceCaption } from './provenanceCaption';

const item = 'rf-location';
const noTruth = 'Recordings have no true receptive fields: where the fixed masks lie cannot be checked on them.';

function number(value: number): TableCell {
  return { kind: 'printed', value };
}

function regionName(region: string): string {
  return region === 'all' ? 'All regions' : `Region ${region}`;
}

/** Every region's located neurons, and those of all regions together where there are several. */
function fieldsByRegion({ context, evidence }: ExperimentMaterial): readonly (readonly [region: string, fields: readonly ScoredField[]])[] {
  const regions = context.regions
    .flatMap((region) => evidence.get(region) ?? [])
    .map((region) => [String(region.region), scoredFields(region)] as const)
    .filter(([, fields]) => fields.length > 0);
  return regions.length > 1 ? [...regions, ['all', regions.flatMap(([, fields]) => fields)]] : regions;
}

function row(region: string, { cells, explainable, fields }: FieldGroup): TableCell[] {
  return [
    textCell(region),
    textCell(cells),
    textCell(explainable),
    textCell(String(fields.length)),
    textCell(String(fields.filter(isLocated).length)),
    number(mean(fields.map((field) => Number(isLocated(field))))),
    number(mean(fields.map(({ othersWithin }) => othersWithin))),
    number(mean(fields.map((field) => Number(isCentral(field))))),
    number(median(fields.map(locationError))),
  ];
}

function table(material: ExperimentMaterial): ResultTable {
  const rows = fieldsByRegion(material).flatMap(([region, fields]) => fieldGroups(fields).map((group) => row(region, group)));
  return {
    item,
    title: 'Located receptive fields against the truth',
    caption: provenanceCaption(material.context, []),
    columns: [
      { heading: 'Region' },
      { heading: 'Cells' },
      { heading: 'FEV' },
      { heading: 'Neurons' },
      { heading: 'located' },
      { group: 'Share within one cell of h2', heading: 'located', digits: 2 },
      { group: 'Share within one cell of h2', heading: "another neuron's place", digits: 2 },
      { group: 'Share within one cell of h2', heading: 'image centre', digits: 2 },
      { heading: 'Median distance (pixels)', digits: 1 },
    ],
    rows,
    notes:
      rows.length === 0
        ? [noTruth]
        : [
            `Located: the peak of the smoothed spike-triggered average (training images of the first seed, without those for validation) is at most one cell of h2, ${cellSide} pixels of the 32 × 32 image, from the true centre, in rows and in columns. It is where the masks of FM stand.`,
            "Chance: the located place of another neuron of the region, mean over all of them; and the middle of the image. FEV: share of a trial's variance that the image explains; used to group neurons here, never to locate them.",
          ],
  };
}

/** Rows and columns of the neurons of one type that can be explained. */
function series(fields: readonly ScoredField[], cells: 'simple' | 'complex'): ScatterSeries[] {
  const [group] = fieldGroups(fields).filter((candidate) => candidate.cells === cells);
  if (group === undefined) return [];
  return [
    {
      label: `${cells} cells, FEV ${group.explainable}`,
      x: group.fields.flatMap(({ truth }) => [...truth]),
      y: group.fields.flatMap(({ located }) => [...located]),
    },
  ];
}

function figure(material: ExperimentMaterial): PlotlyFigure | undefined {
  const last = fieldsByRegion(material).at(-1);
  if (last === undefined) return undefined;
  const [region, fields] = last;
  return scatter({
    title: 'Where the spike-triggered average finds receptive fields',
    caption: `${provenanceCaption(material.context, [])} ${regionName(region)}. Two points a neuron, its row and its column; on the line the place is right.`,
    xTitle: 'true row or column (pixels)',
    yTitle: 'located row or column (pixels)',
    series: [...series(fields, 'simple'), ...series(fields, 'complex')],
    identity: true,
  });
}

function sentence(region: string, { cells, explainable, fields }: FieldGroup): string {
  const found = fields.filter(isLocated).length;
  const chance = mean(fields.map(({ othersWithin }) => othersWithin)) * fields.length;
  return `${regionName(region)}, ${cells} cells with FEV ${explainable}: ${found} of ${fields.length} located within one cell of h2; with the place of another neuron it would be ${chance.toFixed(1)}.`;
}

/** Why the places of complex cells can be worse than chance. */
function complexCells(fields: readonly ScoredField[]): string[] {
  const complex = fields.filter(({ cellType }) => cellType === 'complex');
  if (complex.length === 0) return [];
  const located = complex.filter(isOutermost).length;
  const truly = complex.filter(({ truth }) => isOutermost({ located: truth })).length;
  return [
    `The average of a complex cell is flat, and what is left of it deviates most near the edge of the image: ${located} of ${complex.length} complex cells are located in the outermost cells of h2, where ${truly} of them look.`,
  ];
}

function findings(material: ExperimentMaterial): readonly string[] {
  const regions = fieldsByRegion(material);
  if (regions.length === 0) return [noTruth];
  const [last, fields] = regions[regions.length - 1];
  return [
    ...regions.slice(0, -1).flatMap(([region, regionFields]) => fieldGroups(regionFields).slice(0, 1).map((group) => sentence(region, group))),
    ...fieldGroups(fields)
      .filter(({ cells, explainable }) => cells !== 'unresponsive' && explainable !== hardlyExplainable)
      .map((group) => sentence(last, group)),
    ...complexCells(fields),
  ];
}

/** Whether the fixed masks of FM stand where the simulated neurons look. Needs no training. */
export const receptiveFieldLocation: Experiment = {
  item,
  title: 'Located receptive fields against the truth',
  notebook: '03-readouts.ipynb',
  specifications: () => [],
  table,
  figure,
  findings,
};
