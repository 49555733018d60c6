import path from 'node:path';
import { isSettled } from '../runs/record';
import type { RunSpecification } from '../runs/specification';
import { uniqueSpecifications } from '../runs/specificationHash';
import { isTrained } from './isTrained';
import { items } from './items';
import type { Reproduction } from './openReproduction';
import { formatDuration } from './progressLine';
import { specify } from './specify';

/** What this kernel has trained so far. */
const done = { trainings: 0, seconds: 0 };

/**
 * What the notebook of this kernel would still train, as far as Jupyter says which one it is: all
 * items' cells but those whose records come with the package.
 */
function lackingInNotebook(reproduction: Reproduction): RunSpecification[] {
  const notebook = path.basename(process.env.JPY_SESSION_NAME ?? '');
  const { local, committed, find } = reproduction.records;
  const cells = items
    .filter((item) => item.notebook === notebook)
    .flatMap((item) => item.cells?.(reproduction, find) ?? [])
    .filter((cell) => isTrained(reproduction, cell));
  const runs = cells.flatMap((cell) => {
    const wanted = specify(reproduction, cell);
    const lacking = wanted.filter((run) => !isSettled(local.read(run)));
    return wanted.every((run) => isSettled(committed.read(run))) ? [] : lacking;
  });
  return uniqueSpecifications(runs);
}

/** An estimate has no seconds beside its minutes. */
function minutes(seconds: number): string {
  return formatDuration(seconds < 60 ? seconds : 60 * Math.round(seconds / 60)).replace(
    / 0 s$/,
    '',
  );
}

/**
 * Counts the trainings of a notebook while its cells train what they lack.
 * @param missing what the cell that trains now lacks
 */
export function countTrainings(reproduction: Reproduction, missing: readonly RunSpecification[]) {
  const total =
    done.trainings + uniqueSpecifications([...missing, ...lackingInNotebook(reproduction)]).length;
  return {
    /**
     * As a beginning of a line: `training 3 of 25, about 6 min for all: `.
     * @param current seconds that the one that is being trained takes, where they are known
     */
    label: (current?: number): string => {
      const { trainings, seconds } = done;
      const left = total - trainings;
      const each = trainings > 0 ? seconds / trainings : current;
      const time = each === undefined ? '' : `, about ${minutes(each * left)} for all`;
      return `training ${trainings + 1} of ${total}${time}: `;
    },
    ended: (seconds: number): void => {
      done.trainings += 1;
      done.seconds += seconds;
    },
  };
}
