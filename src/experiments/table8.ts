import type { ResultTable, TableCell } from '../figures/resultTable';
import { formatNumber } from '../figures/tableText';
import type { NetworkSettings } from '../models/networkSettings';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { cae, caeFactorized, cnnFactorized } from './factorizedModels';
import { defaultLossWeights, families, hyperparametersFor, type Family } from './hyperparameters';
import type { SearchReport } from './search';
import { readSearchReport } from './searchReport';

/** A model of each kind that has its own weights. */
const columns = [
  { family: 'autoencoderIR', heading: 'CAE', model: cae, task: 'IR' },
  { family: 'jointIR', heading: 'CAE-FRi', model: caeFactorized(2), task: 'IR' },
  { family: 'readoutNRS', heading: 'CNN-FRi', model: cnnFactorized(2), task: 'NRS' },
  { family: 'jointNRS', heading: 'CAE-FRi', model: caeFactorized(2), task: 'NRS' },
] as const satisfies readonly { readonly family: Family; readonly [key: string]: unknown }[];

/** What each number is and where it comes from: the margin of hyperparameters.ts as a column. */
const meaning: Readonly<Record<Exclude<keyof Hyperparameters, keyof NetworkSettings>, { readonly name: string; readonly source: 'search' | string }>> = {
  alpha: { name: 'α, weight of the squared error summed over pixels', source: 'search' },
  beta: { name: 'β, weight of the Poisson loss summed over neurons', source: 'search' },
  readoutSparsity: { name: 'sparsity of mask times feature weights (L1)', source: 'search' },
  activationSparsity: { name: 'sparsity of the layer that is read out (L1 / L2)', source: 'search' },
  sparseLayer: { name: 'sparse layer where there is no readout', source: 'assumption' },
  learningRate: { name: 'learning rate of Adam, halved in the second stage', source: 'paper, Sec. 4.1' },
  batchSize: { name: 'images per step', source: 'assumption' },
  patience: { name: 'patience in steps', source: 'paper, Sec. 4.1' },
  validationInterval: { name: 'steps between validations', source: 'assumption' },
  maxSteps: { name: 'most steps of both stages', source: 'preset' },
};

function text(value: string): TableCell {
  return { kind: 'text', text: value };
}

/** Where the searched weights come from. */
function searchSource({ dataset, lossWeights }: ExperimentContext, report: SearchReport | undefined): string {
  if (lossWeights !== undefined) return `search on ${dataset.name}`;
  return report === undefined
    ? 'assumption: the trials are not recorded here'
    : `search on validation images of ${report.dataset.name}, region ${report.region}`;
}

function describeTrials({ trials, chosen }: SearchReport, family: Family): string {
  const own = trials.filter((trial) => trial.family === family);
  const values = own.flatMap(({ validation }) => validation ?? []);
  const { model, task } = own[0];
  const { alpha, beta, readoutSparsity, activationSparsity } = chosen[family];
  const range = `${formatNumber(Math.min(...values), 4)} (chosen) to ${formatNumber(Math.max(...values), 4)}`;
  return `${model}, ${task}: ${own.length} trials, validation ${task === 'IR' ? 'MSE' : 'Poisson loss'} ${range}; chosen α ${alpha}, β ${beta}, readout sparsity ${readoutSparsity}, activation sparsity ${activationSparsity}.`;
}

function notes({ lossWeights }: ExperimentContext, report: SearchReport | undefined): string[] {
  const general = [
    'The paper tunes its two tasks separately; its own values (App. Tables 8 to 13) are not available. IR: image reconstruction, NRS: similarity to the neurons.',
    'Under Adam only the ratio of α to β matters, so one of them is 1 wherever both are at work.',
  ];
  if (report === undefined)
    return [...general, 'No recorded search was found: npm run search makes one and records every trial.'];
  const used = lossWeights ?? defaultLossWeights;
  const differs = families.some((family) => JSON.stringify(used[family]) !== JSON.stringify(report.chosen[family]));
  return [
    ...general,
    `The search: every kind of model had the same number of trials of ${report.steps} steps with seed ${report.seed}; the test images had no part in it.`,
    ...families.map((family) => describeTrials(report, family)),
    ...(differs ? ['The recorded search would choose other weights than those in the table: they were changed after it.'] : []),
  ];
}

function table({ context }: ExperimentMaterial): ResultTable {
  const report = readSearchReport(context.lossWeights === undefined ? { name: 'simulated' } : context.dataset);
  const configurations = columns.map(({ model, task }) => hyperparametersFor(model, task, context.preset, context.lossWeights));
  const names = Object.keys(meaning) as (keyof typeof meaning)[];
  return {
    item: 'table8',
    title: 'App. Tables 8 to 13 (our counterpart). Hyper-parameters',
    caption: `As they are used here, preset ${context.preset}; nothing in this table was measured on test images.`,
    columns: [
      { heading: 'Hyper-parameter' },
      ...columns.map(({ heading, task }) => ({
        group: task === 'IR' ? 'image reconstruction (IR)' : 'similarity (NRS)',
        heading,
      })),
      { heading: 'Source' },
    ],
    rows: names.map((name) => {
      const { name: label, source } = meaning[name];
      const value =
        source === 'search' ? searchSource(context, report) : source === 'preset' ? `preset ${context.preset}` : source;
      return [text(label), ...configurations.map((configuration) => text(String(configuration[name]))), text(value)];
    }),
    notes: notes(context, report),
  };
}

/** Our counterpart of App. Tables 8 to 13: the numbers of every kind of training, each with its source. */
export const table8: Experiment = {
  item: 'table8',
  title: 'App. Tables 8 to 13: hyper-parameters',
  notebook: '04-dae-nr.ipynb',
  specifications: () => [],
  table,
};
