import type { Annotations, Data, LayoutAxis, PlotData, Shape } from 'plotly.js';
import { UserError } from '../errors';
import { colourOf, palette } from './colours';
import { axis, axisTitle, framedLayout, type PlotlyFigure } from './figureLayout';

export interface TrainingCurveSeries {
  readonly label: string;
  /** Same length each. */
  readonly curves: { readonly step: readonly number[]; readonly validation: readonly number[]; readonly trainingLoss: readonly number[] };
  readonly stages: readonly { readonly steps: number }[];
}

export interface TrainingCurveOptions {
  readonly title: string;
  /** What the validation criterion is, with its unit, for example `validation MSE`. */
  readonly criterion: string;
  readonly series: readonly TrainingCurveSeries[];
  /** Label of the series that is taken off all others, step by step: for curves that lie on top of each other. */
  readonly differenceFrom?: string | undefined;
}

/** Every other series minus the one of that label, at the steps that both have. */
function differences(series: readonly TrainingCurveSeries[], label: string): TrainingCurveSeries[] {
  const base = series.find((one) => one.label === label);
  if (base === undefined) throw new UserError(`There is no curve "${label}" to take the others' difference from.`);
  const at = new Map(base.curves.step.map((step, index) => [step, index]));
  return series
    .filter((one) => one !== base)
    .map(({ label: name, curves: { step, validation, trainingLoss }, stages }) => {
      const shared = step.flatMap((value, index) => (at.has(value) ? [index] : []));
      const minus = (own: readonly number[], other: readonly number[]): number[] => shared.map((index) => own[index] - other[at.get(step[index])!]);
      return {
        label: `${name} − ${label}`,
        curves: { step: shared.map((index) => step[index]), validation: minus(validation, base.curves.validation), trainingLoss: minus(trainingLoss, base.curves.trainingLoss) },
        stages,
      };
    });
}

/** A line where the first stage ended, in a figure of one run. */
function restartMark([first, second]: TrainingCurveSeries['stages']): { shapes: Partial<Shape>[]; annotations: Partial<Annotations>[] } {
  if (second === undefined) return { shapes: [], annotations: [] };
  const at = { xref: 'x', yref: 'paper' } as const;
  return {
    shapes: [{ type: 'line', ...at, x0: first.steps, x1: first.steps, y0: 0, y1: 1, line: { color: palette.grey, width: 1, dash: 'dash' } }],
    annotations: [{ text: 'best weights restored, learning rate halved', ...at, x: first.steps, y: 1, xanchor: 'left', yanchor: 'bottom', showarrow: false, font: { size: 11, color: '#555555' } }],
  };
}

/** Training curves: validation criterion (above) and training loss (below) over the steps of both stages, or their differences. */
export function curves({ title, criterion, series: given, differenceFrom }: TrainingCurveOptions): PlotlyFigure {
  const isDifference = differenceFrom !== undefined;
  const series = isDifference ? differences(given, differenceFrom) : given;
  const layout = framedLayout({ title, plotHeight: 420, marginLeft: 90, marginRight: 30, belowPlot: 50 });
  const data = series.flatMap(({ label, curves: { step, validation, trainingLoss } }, index): Data[] => {
    const shared: Partial<PlotData> = { type: 'scatter', mode: 'lines', name: label, legendgroup: label, x: [...step], line: { color: colourOf(label, index), width: 2 }, xaxis: 'x' };
    return [{ ...shared, y: [...validation], yaxis: 'y' }, { ...shared, y: [...trainingLoss], yaxis: 'y2', showlegend: false }];
  });
  const { shapes, annotations } = restartMark(series.length === 1 && !isDifference ? series[0].stages : []);
  const own: Partial<LayoutAxis> = { ...axis, zeroline: isDifference, zerolinecolor: palette.grey, rangemode: isDifference ? 'tozero' : 'normal' };
  const ofDifference = isDifference ? 'difference in ' : '';
  return {
    data,
    layout: {
      ...layout,
      showlegend: series.length > 1 || isDifference,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: { ...axis, anchor: 'y2', ...axisTitle('step') },
      yaxis: { ...own, domain: [0.54, 1], ...axisTitle(`${ofDifference}${criterion}`) },
      yaxis2: { ...own, domain: [0, 0.46], ...axisTitle(`${ofDifference}training loss`) },
      shapes,
      annotations,
    },
  };
}
