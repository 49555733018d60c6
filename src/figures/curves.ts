import type { Annotations, Data, Shape } from 'plotly.js';
import { UserError } from '../errors';
import { colourOf } from './colours';
import { framedLayout } from './figureLayout';
import { palette } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

export interface TrainingCurveSeries {
  readonly label: string;
  /** Same length each. */
  readonly curves: { readonly step: readonly number[]; readonly validation: readonly number[]; readonly trainingLoss: readonly number[] };
  readonly stages: readonly { readonly steps: number }[];
}

export interface TrainingCurveOptions {
  readonly title: string;
  readonly caption?: string | undefined;
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

/** Last step of the first stage, where the learning rate is halved; undefined when the run had one stage only. */
function restartStep(stages: TrainingCurveSeries['stages']): number | undefined {
  return stages.length > 1 ? stages[0].steps : undefined;
}

/** Training curves: validation criterion (above) and training loss (below) over the steps of both stages, or their differences. */
export function curves(options: TrainingCurveOptions): PlotlyFigure {
  const series = options.differenceFrom === undefined ? options.series : differences(options.series, options.differenceFrom);
  const isDifference = options.differenceFrom !== undefined;
  const layout = framedLayout({
    title: options.title,
    caption: options.caption,
    plotHeight: 420,
    marginLeft: 90,
    marginRight: 30,
    belowPlot: 50,
  });
  const data: Data[] = series.flatMap(({ label, curves: curve }, index): Data[] => {
    const line = { color: colourOf(label, index), width: 2 };
    return [
      {
        type: 'scatter',
        mode: 'lines',
        name: label,
        legendgroup: label,
        x: [...curve.step],
        y: [...curve.validation],
        line,
        xaxis: 'x',
        yaxis: 'y',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: label,
        legendgroup: label,
        showlegend: false,
        x: [...curve.step],
        y: [...curve.trainingLoss],
        line,
        xaxis: 'x',
        yaxis: 'y2',
      },
    ];
  });
  const restart = series.length === 1 && !isDifference ? restartStep(series[0].stages) : undefined;
  const shapes: Partial<Shape>[] =
    restart === undefined
      ? []
      : [
          {
            type: 'line',
            xref: 'x',
            yref: 'paper',
            x0: restart,
            x1: restart,
            y0: 0,
            y1: 1,
            line: { color: palette.grey, width: 1, dash: 'dash' },
          },
        ];
  const restartLabel: Partial<Annotations>[] =
    restart === undefined
      ? []
      : [
          {
            text: 'best weights restored, learning rate halved',
            xref: 'x',
            yref: 'paper',
            x: restart,
            y: 1,
            xanchor: 'left',
            yanchor: 'bottom',
            showarrow: false,
            font: { size: 11, color: '#555555' },
          },
        ];
  const axis = { ticks: 'outside', showgrid: true, gridcolor: '#E5E5E5', zeroline: isDifference, zerolinecolor: palette.grey, ...(isDifference ? ({ rangemode: 'tozero' } as const) : {}) } as const;
  const ofDifference = isDifference ? 'difference in ' : '';
  return {
    data,
    layout: {
      ...layout,
      showlegend: series.length > 1 || isDifference,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: { ...axis, anchor: 'y2', title: { text: 'step', standoff: 6, font: { size: 13 } } },
      yaxis: { ...axis, domain: [0.54, 1], title: { text: `${ofDifference}${options.criterion}`, font: { size: 13 } } },
      yaxis2: { ...axis, domain: [0, 0.46], title: { text: `${ofDifference}training loss`, font: { size: 13 } } },
      shapes,
      annotations: [...layout.annotations, ...restartLabel],
    },
  };
}
