import { canonicalJson } from './canonicalJson';
import type { RunSpecification } from './specification';

/** Equal for runs that differ in their seed only: the trainings behind one cell of a table. */
export function cellKey(specification: RunSpecification): string {
  return canonicalJson({ ...specification, seed: null });
}
