import type { Task, TrainingProgress } from '../training/training';
import { figureExporter, missingKaleido } from './kaleido';
import { figureBundle } from './notebookDisplay';
import { updatingDisplay, type OutputBundle, type UpdatingDisplay } from './notebookOutput';
import type { PlotlyFigure } from './plotlyFigure';
import { curves, type TrainingCurveSeries } from './curves';
import { lineDisplay, progressLine } from './trainingDisplay';

/** What a reader sees while models train: one line and one figure with a curve each, both rewritten in place. */
export interface TrainingView {
  /** The next reports belong to a new curve. */
  readonly begin: (label: string) => void;
  /** Forgets the curves so far: for many trainings, of which only the running one is of interest. */
  readonly forget: () => void;
  /** Writes something else than progress into the line. */
  readonly say: (sentence: string) => void;
  readonly report: (progress: TrainingProgress) => void;
  /** Draws the whole curve, now live; nothing where nothing was trained. */
  readonly finish: () => Promise<void>;
  /** Takes the figure away and leaves the line. */
  readonly clear: () => Promise<void>;
}

interface LiveSeries extends TrainingCurveSeries {
  readonly curves: { readonly step: number[]; readonly validation: number[]; readonly trainingLoss: number[] };
}

/** Between two drawings of the curve, which share the processors with the training. */
const redrawMilliseconds = 1500;

/** The early-stopping criterion of a task, as an axis title. */
export function criterionName(task: Task): string {
  return task === 'IR' ? 'validation MSE' : 'validation Poisson loss';
}

/** Opens the two outputs; the figure appears with the first validations. */
export function trainingView(title: string, task: Task): TrainingView {
  const line = lineDisplay();
  const series: LiveSeries[] = [];
  let output: UpdatingDisplay | undefined;
  let drawing: Promise<void> | undefined;
  let drawnAt = -Infinity;
  const figure = (caption: string): PlotlyFigure => curves({ title: `Training: ${title}`, caption, criterion: criterionName(task), series });
  const show = (bundle: OutputBundle): void => {
    output ??= updatingDisplay();
    output.show(bundle);
  };
  /** A picture: JupyterLab's Plotly never draws over a figure that it has drawn once. */
  const draw = async (): Promise<void> => {
    try {
      const picture = await figureExporter().draw(figure('Drawn again while the training goes on.'), 'svg');
      if (picture !== undefined) show({ 'image/svg+xml': picture.toString('utf8'), 'text/plain': `[training curve of ${title}]` });
    } catch {
      // The interrupt button ends Kaleido as well as the training; the last drawing of all starts it anew.
    } finally {
      drawnAt = performance.now();
      drawing = undefined;
    }
  };
  return {
    begin: (label) => {
      series.push({ label, stages: [], curves: { step: [], validation: [], trainingLoss: [] } });
    },
    forget: () => {
      series.length = 0;
    },
    say: (sentence) => line.write(`${title}: ${sentence}`),
    report: (progress) => {
      const { label, curves } = series[series.length - 1];
      line.write(progressLine(label, progress));
      curves.step.push(progress.step);
      curves.validation.push(progress.validation);
      curves.trainingLoss.push(progress.trainingLoss);
      const isDue = performance.now() - drawnAt > redrawMilliseconds && missingKaleido() === undefined;
      if (curves.step.length > 1 && drawing === undefined && isDue) drawing = draw();
    },
    finish: async () => {
      await drawing;
      if (series.some(({ curves }) => curves.step.length > 0)) show(await figureBundle(figure('The weights of the best validation are kept.')));
    },
    clear: async () => {
      await drawing;
      output?.show({ 'text/html': '', 'text/plain': '' });
    },
  };
}
