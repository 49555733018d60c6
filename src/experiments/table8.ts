import { textCell, type ResultTable } from '../figures/resultTable';
import { formatNumber } from '../figures/tableText';
import { architecture } from '../models/architecture';
import { parseModelName } from '../models/modelName';
import { canonicalJson } from '../runs/canonicalJson';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { defaultLossWeights, families, hyperparametersFor, type Family, type LossWeights } from '../paper/hyperparameters';
import type { SearchReport } from './search';
import { readSearchReport } from './searchReport';

/** A model of each kind that has its own weights. */
const columns = [
  { heading: 'CAE', model: 'CAE', task: 'IR' },
  { heading: 'VAE', model: 'VAE', task: 'IR' },
  { heading: 'VQ-VAE', model: 'VQ-VAE', task: 'IR' },
  { heading: 'CAE-FRi', model: 'CAE-FR2', task: 'IR' },
  { heading: 'CNN-FRi', model: 'CNN-FR2', task: 'NRS' },
  { heading: 'CNN-FCi', model: 'CNN-FC2', task: 'NRS' },
  { heading: 'CNN-FMi', model: 'CNN-FM2', task: 'NRS' },
  { heading: 'CAE-FRi', model: 'CAE-FR2', task: 'NRS' },
] as const;

/** What each number is and where it comes from: the margin of hyperparameters.ts as a column. */
const meaning: Readonly<Record<keyof Hyperparameters, { readonly name: string; readonly source: 'search' | string }>> = {
  alpha: { name: 'α, weight of the squared error summed over pixels', source: 'search' },
  beta: { name: 'β, weight of the Poisson loss summed over neurons', source: 'search' },
  readoutSparsity: { name: 'regulariser of the readout (FR, FM: L1 of mask times feature weights; FC: squared L2)', source: 'search' },
  activationSparsity: { name: 'sparsity of the layer that is read out (L1 / L2)', source: 'search' },
  sparseLayer: { name: 'sparse layer where there is no readout', source: 'assumption' },
  outputVariance: { name: 'variance of the pixels around the reconstruction', source: 'search' },
  codebook: { name: 'codebook', source: 'assumption: printed as 32 × 256' },
  learningRate: { name: 'learning rate of Adam, halved in the second stage', source: 'paper, Sec. 4.1' },
  batchSize: { name: 'images per step', source: 'assumption' },
  patience: { name: 'patience in steps', source: 'paper, Sec. 4.1' },
  validationInterval: { name: 'steps between validations', source: 'assumption' },
  maxSteps: { name: 'most steps of both stages', source: 'preset' },
};

/** The value of a hyper-parameter, or a dash where the model has no use for it. */
function settingOf(configuration: Hyperparameters, name: keyof Hyperparameters, model: string): number | string {
  if (name === 'codebook' && model === 'VQ-VAE') return configuration.codebook ?? architecture.quantization.codebook;
  return configuration[name] ?? '—';
}

/** Where the searched weights come from. */
function searchSource({ dataset, lossWeights }: ExperimentContext, report: SearchReport | undefined): string {
  if (lossWeights !== undefined) return `search on ${dataset.name}`;
  return report === undefined
    ? 'assumption: the trials are not recorded here'
    : `search on validation images of ${report.dataset.name}, region ${report.region}`;
}

function describeWeights({ alpha, beta, readoutSparsity, activationSparsity, outputVariance }: LossWeights): string {
  const variance = outputVariance === undefined ? '' : `, output variance ${outputVariance}`;
  return `α ${alpha}, β ${beta}, readout sparsity ${readoutSparsity}, activation sparsity ${activationSparsity}${variance}`;
}

function describeTrials({ trials, chosen }: SearchReport, family: Family): string[] {
  const weights = chosen[family];
  if (weights === undefined) return [];
  const own = trials.filter((trial) => trial.family === family);
  const values = own.flatMap(({ validation }) => validation ?? []);
  const { model, task } = own[0];
  const range = `${formatNumber(Math.min(...values), 4)} (chosen) to ${formatNumber(Math.max(...values), 4)}`;
  return [
    `${model}, ${task}: ${own.length} trials, validation ${task === 'IR' ? 'MSE' : 'Poisson loss'} ${range}; chosen ${describeWeights(weights)}.`,
  ];
}

function notes({ lossWeights }: ExperimentContext, report: SearchReport | undefined): string[] {
  const general = [
    'The paper tunes its two tasks separately; its own values (App. Tables 8 to 13) are not available. IR: image reconstruction, NRS: similarity to the neurons.',
    'Under Adam only the ratio of α to β matters, so one of them is 1 wherever both are at work.',
    'Assumption: searched by parts, not by combination. Every combination of an autoencoder and a readout takes α, β and the activation sparsity from CAE-FRi of the same task, the output variance from its autoencoder alone, and the regulariser of its readout alone times β.',
  ];
  if (report === undefined)
    return [...general, 'No recorded search was found: npm run search makes one and records every trial.'];
  const used = lossWeights ?? defaultLossWeights;
  const differs = families.some((family) => report.chosen[family] === undefined || canonicalJson(used[family]) !== canonicalJson(report.chosen[family]));
  return [
    ...general,
    'The VAE is chosen by the MSE of the mean, as every autoencoder; that criterion prefers a small output variance, because it does not reward what the KL divergence buys.',
    `The search: every kind of model had the same number of trials of ${report.steps} steps with seed ${report.seed}; the test images had no part in it.`,
    ...families.flatMap((family) => describeTrials(report, family)),
    ...(differs ? ['The recorded search would choose other weights than those in the table: they were changed after it.'] : []),
  ];
}

function table({ context }: ExperimentMaterial): ResultTable {
  const report = readSearchReport(context.lossWeights === undefined ? { name: 'simulated' } : context.dataset);
  const configurations = columns.map(({ model, task }) => hyperparametersFor(parseModelName(model), task, context.preset, context.lossWeights));
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
      const numbers = configurations.map((configuration, index) => textCell(String(settingOf(configuration, name, columns[index].model))));
      return [textCell(label), ...numbers, textCell(value)];
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
