import { formatModelName } from '../models/modelName';
import type { ExperimentContext } from '../experiments/experiment';
import { canonicalJson } from '../runs/canonicalJson';
import type { FinishedRecord } from '../runs/record';
import type { RecordStore } from '../runs/recordStore';
import type { RunSpecification } from '../runs/specification';
import { specificationHash, uniqueSpecifications } from '../runs/specificationHash';

/** A retrained cell beside its committed counterpart, in the metric of its task. */
export interface ComparedCell {
  readonly label: string;
  readonly metric: 'mse' | 'pcc';
  /** Mean over the retrained seeds. */
  readonly retrained: number;
  /** Smallest and largest value among the committed seeds. */
  readonly committed: { readonly low: number; readonly high: number; readonly seeds: number };
  readonly isWithin: boolean;
}

export interface Comparison {
  readonly cells: readonly ComparedCell[];
  /** One sentence: the count, or why there is none. */
  readonly sentence: string;
}

/**
 * Sets retrained cells beside the committed records of the same configuration (all seeds that were committed, whatever seeds
 * were retrained): does the mean over the retrained seeds lie between the smallest and the largest committed one?
 */
export function compareWithCommitted(
  context: ExperimentContext,
  specifications: readonly RunSpecification[],
  stores: { readonly local: RecordStore; readonly committed: RecordStore },
): Comparison {
  const reason = whyNot(context, stores.committed);
  if (reason !== undefined) {
    return { cells: [], sentence: `No comparison with committed records: ${reason}.` };
  }
  const committed = groupByCell(stores.committed.hashes().map(stores.committed.read).filter((record) => record?.status === 'finished'));
  const local = groupByCell(uniqueSpecifications(specifications).map((specification) => stores.local.read(specificationHash(specification))).filter((record) => record?.status === 'finished'));
  const cells = [...local].flatMap(([key, records]) => {
    const counterparts = committed.get(key);
    return counterparts === undefined ? [] : [compareCell(records, counterparts)];
  });
  if (cells.length === 0) {
    return { cells, sentence: 'No comparison with committed records: none of the retrained cells is among them.' };
  }
  const within = cells.filter(({ isWithin }) => isWithin).length;
  return { cells, sentence: `${within} of ${cells.length} retrained cells within the seed spread of the committed records.` };
}

function whyNot({ dataset, preset }: ExperimentContext, committed: RecordStore): string | undefined {
  if (dataset.name !== 'simulated') {
    return `they are of the simulated data, these of ${dataset.name}`;
  }
  if (preset !== 'paper') {
    return `they follow the full protocol (--preset paper), these preset ${preset}`;
  }
  return committed.hashes().length === 0 ? 'the package has none yet' : undefined;
}

/** Records that differ only in their seed. */
function groupByCell(records: readonly FinishedRecord[]): Map<string, FinishedRecord[]> {
  const cells = new Map<string, FinishedRecord[]>();
  for (const record of records) {
    const key = canonicalJson({ ...record.specification, seed: null });
    cells.set(key, [...(cells.get(key) ?? []), record]);
  }
  return cells;
}

function compareCell(retrained: readonly FinishedRecord[], committed: readonly FinishedRecord[]): ComparedCell {
  const { specification } = retrained[0];
  const metric = specification.task === 'IR' ? 'mse' : 'pcc';
  const valuesOf = (records: readonly FinishedRecord[]): number[] => records.map(({ summary }) => summary[metric]).filter((value) => value !== null);
  const ours = valuesOf(retrained);
  const theirs = valuesOf(committed);
  const mean = ours.reduce((sum, value) => sum + value, 0) / ours.length;
  const [low, high] = [Math.min(...theirs), Math.max(...theirs)];
  return {
    label: `region ${specification.region} ${formatModelName(specification)} ${specification.task}`,
    metric,
    retrained: mean,
    committed: { low, high, seeds: theirs.length },
    isWithin: mean >= low && mean <= high,
  };
}
