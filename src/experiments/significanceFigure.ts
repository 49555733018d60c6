import type { CountBar, CountPanel } from '../figures/countBars';
import { countBars } from '../figures/countBars';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import { layers, type Layer } from '../models/modelName';
import { cellRecords } from './cellRecords';
import type { ExperimentMaterial } from './experiment';
import { provenanceCaption } from './provenanceCaption';
import { significantCounts } from './significantCounts';
import type { ExperimentCell } from '../paper/specify';

/** One model over the layers. */
export interface SignificanceSeries {
  readonly name: string;
  readonly cell: (region: number, layer: Layer) => ExperimentCell;
}

/** One row of panels, a panel a region. */
export interface SignificanceRow {
  readonly title: string;
  readonly series: readonly SignificanceSeries[];
}

function bar({ context, lookup, evidence }: ExperimentMaterial, cell: ExperimentCell): CountBar | undefined {
  const counts = significantCounts(cellRecords(context, lookup, cell).finished, evidence.get(cell.region)!.testResponses, 'two');
  return (
    counts && { count: counts.mean, low: Math.min(...counts.counts), high: Math.max(...counts.counts), chance: counts.chance }
  );
}

function panel(material: ExperimentMaterial, region: number, { title, series }: SignificanceRow): CountPanel {
  const { neurons } = material.evidence.get(region)!;
  return {
    title: `Region ${region}${title === '' ? '' : `, ${title}`}`,
    total: neurons,
    groups: layers.map(String),
    bars: series.map(({ cell }) => layers.map((layer) => bar(material, cell(region, layer)))),
  };
}

/** Significant neurons of several models over the layers of some regions; undefined where the data have none of the regions. */
export function significanceFigure(
  material: ExperimentMaterial,
  title: string,
  regions: readonly number[],
  rows: readonly SignificanceRow[],
): PlotlyFigure | undefined {
  const { context, lookup } = material;
  const present = regions.filter((region) => material.evidence.has(region));
  if (present.length === 0) return undefined;
  const cells = rows.flatMap(({ series }) => series.flatMap(({ cell }) => present.flatMap((region) => layers.map((layer) => cell(region, layer)))));
  const used = cells.flatMap((cell) => cellRecords(context, lookup, cell).finished);
  return countBars({
    title,
    caption: `${provenanceCaption(context, used)} Full colour: neurons whose PCC over the test images has p ≤ 0.05 (two-sided), mean over seeds, with the range over seeds; pale: the other neurons. Dark: the middle 95 % of what permuted images give. —: not trained.`,
    xTitle: 'readout layer',
    yTitle: 'neurons',
    series: rows[0].series.map(({ name }) => name),
    rows: rows.map((row) => present.map((region) => panel(material, region, row))),
  });
}
