import type { Annotations, Data, Shape } from 'plotly.js';
import type { TrainingCurves, TrainingStage } from '../training/training';
import { framedLayout } from './figureLayout';
import { palette, seriesColours } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

export interface TrainingCurveSeries {
  readonly label: string;
  readonly curves: TrainingCurves;
  readonly stages: readonly TrainingStage[];
}

export interface TrainingCurveOptions {
  readonly title: string;
  readonly caption: string;
  /** What the validation criterion is, with its unit, for example `validation MSE`. */
  readonly criterion: string;
  readonly series: readonly TrainingCurveSeries[];
}

/** Last step of the first stage, where the learning rate is halved; undefined when the run had one stage only. */
function restartStep(stages: readonly TrainingStage[]): number | undefined {
  return stages.length > 1 ? stages[0].steps : undefined;
}

/** Validation criterion (above) and training loss (below) over the steps of both stages. */
export function trainingCurve(options: TrainingCurveOptions): PlotlyFigure {
  const layout = framedLayout({
    title: options.title,
    caption: options.caption,
    plotHeight: 420,
    marginLeft: 90,
    marginRight: 30,
    belowPlot: 50,
  });
  const data: Data[] = options.series.flatMap(({ label, curves }, index): Data[] => {
    const line = { color: seriesColours[index % seriesColours.length], width: 2 };
    return [
      {
        type: 'scatter',
        mode: 'lines',
        name: label,
        legendgroup: label,
        x: [...curves.step],
        y: [...curves.validation],
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
        x: [...curves.step],
        y: [...curves.trainingLoss],
        line,
        xaxis: 'x',
        yaxis: 'y2',
      },
    ];
  });
  const restart = options.series.length === 1 ? restartStep(options.series[0].stages) : undefined;
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
  const axis = { ticks: 'outside', showgrid: true, gridcolor: '#E5E5E5', zeroline: false } as const;
  return {
    data,
    layout: {
      ...layout,
      showlegend: options.series.length > 1,
      xaxis: { ...axis, anchor: 'y2', title: { text: 'step', standoff: 6, font: { size: 13 } } },
      yaxis: { ...axis, domain: [0.54, 1], title: { text: options.criterion, font: { size: 13 } } },
      yaxis2: { ...axis, domain: [0, 0.46], title: { text: 'training loss', font: { size: 13 } } },
      shapes,
      annotations: [...layout.annotations, ...restartLabel],
    },
  };
}
