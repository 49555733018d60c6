import { formatModelName } from '../models/modelName';
import type { RunSpecification } from './specification';

/** A run in a few words, for progress lines and messages: `region 3 CAE-FR2 IR seed 1`. */
export function runLabel(specification: RunSpecification): string {
  const { region, task, neurons, seed } = specification;
  const group = neurons === 'all' ? '' : ` ${neurons.length} neurons`;
  return `region ${region} ${formatModelName(specification)} ${task}${group} seed ${seed}`;
}
