import type { Annotations, Data, PlotData, Shape } from 'plotly.js';
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

/** Training curves: validation criterion (above) and training loss (below) over the steps of both stages. */
export function curves({ title, criterion, series }: TrainingCurveOptions): PlotlyFigure {
  const layout = framedLayout({ title, plotHeight: 420, marginLeft: 90, marginRight: 30, belowPlot: 50 });
  const data = series.flatMap(({ label, curves: { step, validation, trainingLoss } }, index): Data[] => {
    const shared: Partial<PlotData> = { type: 'scatter', mode: 'lines', name: label, legendgroup: label, x: [...step], line: { color: colourOf(label, index), width: 2 }, xaxis: 'x' };
    return [{ ...shared, y: [...validation], yaxis: 'y' }, { ...shared, y: [...trainingLoss], yaxis: 'y2', showlegend: false }];
  });
  const { shapes, annotations } = restartMark(series.length === 1 ? series[0].stages : []);
  return {
    data,
    layout: {
      ...layout,
      showlegend: series.length > 1,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: { ...axis, anchor: 'y2', ...axisTitle('step') },
      yaxis: { ...axis, domain: [0.54, 1], ...axisTitle(criterion) },
      yaxis2: { ...axis, domain: [0, 0.46], ...axisTitle('training loss') },
      shapes,
      annotations,
    },
  };
}
