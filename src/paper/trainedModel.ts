import { UserError } from '../errors';
import { parseModelName } from '../models/modelName';
import type { RecordLibrary } from '../runs/recordLibrary';
import type { FittedNetwork } from '../training/evaluate';
import type { Task } from '../training/training';
import { openPlan, specify, type Plan } from './specify';

export interface ModelChoice {
  /** Default: the region in the focus of the notebooks. */
  readonly region?: number | undefined;
  /** IR or NRS, for which a joint model has two trainings; default: IR with an autoencoder. */
  readonly task?: Task | undefined;
  /** Default: the first seed whose weights are kept. */
  readonly seed?: number | undefined;
}

/**
 * A trained model of the paper by its name: of this preset where its weights are on this machine,
 * else of the full protocol, from the weights that come with the package.
 * @throws UserError for a model that does not exist, or whose weights nobody has kept
 */
export async function trainedModel(
  plan: Plan,
  records: Pick<RecordLibrary, 'find' | 'weights'>,
  name: string,
  { region, task, seed }: ModelChoice & { readonly region: number },
): Promise<FittedNetwork> {
  if (!plan.regions.includes(region))
    throw new UserError(
      `The data set ${plan.dataset.name} has no region ${region}: it has ` +
        `${plan.regions.join(', ')}.`,
    );
  const { autoencoder } = parseModelName(name);
  const cell = {
    region,
    model: name,
    task: task ?? (autoencoder === null ? 'NRS' : 'IR'),
  } as const;
  const full = openPlan({ identity: plan.dataset, regions: plan.regions }, 'paper');
  const wanted = [plan, full]
    .flatMap((of) => specify(of, cell))
    .filter((run) => seed === undefined || run.seed === seed);
  for (const specification of wanted) {
    const record = records.find(specification);
    const weights = record?.status === 'finished' ? records.weights(record.hash) : undefined;
    if (weights === undefined) continue;
    // Only now: it loads what computes.
    const { createNetwork } = await import('../models/network.js');
    const { fittedNetwork } = await import('../training/evaluate.js');
    return fittedNetwork(createNetwork(specification, specification.hyperparameters), weights);
  }
  const ofSeed = seed === undefined ? '' : ` --seed ${seed}`;
  throw new UserError(
    `Nobody has kept the weights of ${name} ${cell.task} in region ${region}` +
      `${seed === undefined ? '' : `, seed ${seed}`}: npm run train -- --model ${name} ` +
      `--region ${region} --task ${cell.task} --preset ${plan.preset}${ofSeed} trains it.`,
  );
}
