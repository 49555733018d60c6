import type { Task, TrainingProgress } from '../training/training';
import { figureBundle, updatingDisplay, type OutputBundle, type UpdatingDisplay } from './notebookDisplay';
import type { PlotlyFigure } from './plotlyFigure';
import { trainingCurve, type TrainingCurveSeries } from './trainingCurve';
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
  /** Draws the whole curve, now with a picture for readers without Plotly; nothing where nothing was trained. */
  readonly finish: () => Promise<void>;
  /** Takes the figure away and leaves the line. */
  readonly clear: () => void;
}

interface LiveSeries extends TrainingCurveSeries {
  readonly curves: { readonly step: number[]; readonly validation: number[]; readonly trainingLoss: number[] };
}

/** Between two drawings of the curve: a browser needs time to draw, and a notebook has to stay small. */
const redrawMilliseconds = 1000;

/** The early-stopping criterion of a task, as an axis title. */
export function criterionName(task: Task): string {
  return task === 'IR' ? 'validation MSE' : 'validation Poisson loss';
}

/** Opens the two outputs; the figure appears with the first validations. */
export function trainingView(title: string, task: Task): TrainingView {
  const line = lineDisplay();
  const series: LiveSeries[] = [];
  let drawing: UpdatingDisplay | undefined;
  let drawnAt = -Infinity;
  const figure = (caption: string): PlotlyFigure => trainingCurve({ title: `Training: ${title}`, caption, criterion: criterionName(task), series });
  const show = (bundle: OutputBundle): void => {
    drawing ??= updatingDisplay();
    drawing.show(bundle);
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
      if (curves.step.length > 1 && performance.now() - drawnAt > redrawMilliseconds) {
        drawnAt = performance.now();
        show({ 'application/vnd.plotly.v1+json': figure('Drawn again while the training goes on.'), 'text/plain': `[training curve of ${title}]` });
      }
    },
    finish: async () => {
      if (series.some(({ curves }) => curves.step.length > 0)) show(await figureBundle(figure('The weights of the best validation are kept.')));
    },
    clear: () => drawing?.show({ 'text/html': '', 'text/plain': '' }),
  };
}
