import { formatModelName } from '../models/modelName';
import type { RunSpecification } from './specification';

/** A run in a few words, for progress lines and messages: `region 3 CAE-FR2 IR seed 1`. */
export function runLabel(specification: RunSpecification): string {
  const { region, task, neurons, seed, frozenEncoder } = specification;
  const group = neurons === 'all' ? '' : ` ${neurons.length} neurons`;
  const mapping = frozenEncoder === undefined ? '' : ` ${frozenEncoder.mapping}`;
  return `region ${region} ${formatModelName(specification)}${mapping} ${task}${group} seed ${seed}`;
}
