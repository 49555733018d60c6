import { provenanceCaption } from '../experiments/provenanceCaption';
import { curves } from '../figures/curves';
import { formatNumber } from '../figures/tableText';
import type { TrainingStage } from '../training/training';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';
import type { TrainedModel } from './trainedModel';
import { criterionName } from '../figures/trainingView';

const endings: Readonly<Record<TrainingStage['endedBy'], string>> = {
  patience: 'because nothing had improved for as long as patience allows',
  maxSteps: 'at the step limit of the preset',
  interrupt: 'because it was interrupted',
};

function describe({ name, record }: TrainedModel): string {
  const last = record.stages[record.stages.length - 1];
  const restart =
    record.stages.length > 1
      ? ` After ${record.stages[0].steps} steps the best weights were restored and the learning rate halved, from ${record.stages[0].learningRate} to ${last.learningRate}.`
      : ' It never came to the second stage with half the learning rate.';
  return `${name}: the best ${criterionName(record.specification.task)} is ${formatNumber(last.bestValidation, 4)}, of step ${last.bestStep}; the training ended after ${record.summary.steps} steps, ${endings[last.endedBy]}.${restart}`;
}

/** Training curves of one task and what their stages say. */
export function illustrateTraining({ context, region }: Lesson, ...models: readonly (TrainedModel | undefined)[]): Illustration {
  const trained = models.filter((model) => model !== undefined);
  if (trained.length === 0) return { figure: undefined, findings: ['The model of this figure has not been trained yet.'] };
  const { task } = trained[0].record.specification;
  return {
    figure: curves({
      title: `Training of ${trained.map(({ name }) => name).join(' and ')}`,
      caption: `${provenanceCaption(
        context,
        trained.map(({ record }) => record),
      )} Region ${region.region}, task ${task}. The criterion is measured on validation images, a fifth of the training file; the test images have no part in it.`,
      criterion: criterionName(task),
      series: trained.map(({ name, record }) => ({ label: name, curves: record.curves, stages: record.stages })),
    }),
    findings: trained.map(describe),
  };
}
