import { figureBundle, updatingDisplay, type OutputBundle, type UpdatingDisplay } from '../figures/notebookDisplay';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import { lineDisplay, progressLine } from '../figures/trainingDisplay';
import { trainingCurve, type TrainingCurveSeries } from '../figures/trainingCurve';
import type { Task, TrainingProgress } from '../training/training';

/** What a reader sees while a model trains: one line and one curve, both rewritten in place. */
export interface TrainingView {
  /** Writes something else than progress into the line. */
  readonly say: (sentence: string) => void;
  readonly report: (progress: TrainingProgress) => void;
  /** Draws the whole curve, now with a picture for readers without Plotly; nothing where nothing was trained. */
  readonly finish: () => Promise<void>;
}

/** Between two drawings of the curve: a browser needs time to draw, and a notebook has to stay small. */
const redrawMilliseconds = 1000;

/** The early-stopping criterion of a task, as an axis title. */
export function criterionName(task: Task): string {
  return task === 'IR' ? 'validation MSE' : 'validation Poisson loss';
}

/** Opens the two outputs; the curve appears with the first validations. */
export function trainingView(label: string, task: Task): TrainingView {
  const line = lineDisplay();
  const curves = { step: [] as number[], validation: [] as number[], trainingLoss: [] as number[] };
  let drawing: UpdatingDisplay | undefined;
  let drawnAt = -Infinity;
  const figure = (): PlotlyFigure => {
    const series: TrainingCurveSeries = { label, curves, stages: [] };
    return trainingCurve({ title: `Training curve: ${label}`, caption: 'Drawn again while the training goes on.', criterion: criterionName(task), series: [series] });
  };
  const show = (bundle: OutputBundle): void => {
    drawing ??= updatingDisplay();
    drawing.show(bundle);
  };
  return {
    say: (sentence) => line.write(`${label}: ${sentence}`),
    report: (progress) => {
      line.write(progressLine(label, progress));
      curves.step.push(progress.step);
      curves.validation.push(progress.validation);
      curves.trainingLoss.push(progress.trainingLoss);
      if (curves.step.length > 1 && performance.now() - drawnAt > redrawMilliseconds) {
        drawnAt = performance.now();
        show({ 'application/vnd.plotly.v1+json': figure(), 'text/plain': `[training curve of ${label}]` });
      }
    },
    finish: async () => {
      if (curves.step.length > 0) show(await figureBundle(figure()));
    },
  };
}
