import type { Annotations, Image, Shape } from 'plotly.js';
import { framedLayout } from './figureLayout';
import { framed } from './framed';
import type { PlotlyFigure } from './plotlyFigure';

/** What is drawn, in pixels from the upper left corner of the plotting area. */
export interface Drawing {
  readonly title: string;
  readonly caption?: string | undefined;
  /** Of the plotting area. */
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly images?: Partial<Image>[];
  readonly shapes?: Partial<Shape>[];
  readonly annotations: readonly Partial<Annotations>[];
}

/** A framed figure of pictures, shapes and texts without visible axes; y runs downwards. */
export function drawnFigure({ title, caption, width, height, marginLeft, marginRight, images, shapes, annotations }: Drawing): PlotlyFigure {
  const layout = framedLayout({ title, plotHeight: height, marginLeft, marginRight });
  const hidden = { visible: false, fixedrange: true } as const;
  const figure: PlotlyFigure = {
    // Without a trace Plotly draws no axes and so nothing in their coordinates.
    data: [{ type: 'scatter', x: [0], y: [0], mode: 'markers', marker: { opacity: 0 }, hoverinfo: 'skip', showlegend: false }],
    layout: {
      ...layout,
      xaxis: { ...hidden, range: [0, width] },
      yaxis: { ...hidden, range: [height, 0] },
      ...(images === undefined ? {} : { images }),
      ...(shapes === undefined ? {} : { shapes }),
      annotations: [...annotations],
    },
  };
  return caption === undefined ? figure : framed(figure, { title, caption });
}
