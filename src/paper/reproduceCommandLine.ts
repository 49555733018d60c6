import { isSettled } from '../runs/record';
import { items, isTrained, type Item, type RecordLookup } from './items';
import type { GivenOptions } from './options';
import { specify, type Plan } from './specify';

/** As a shell reads one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

/**
 * The command that computes an item, with the options of a reproduction.
 * @example
 * reproduceCommandLine({ data: 'my recordings', preset: 'quick' }, 'table2');
 * // => "npm run reproduce -- --data 'my recordings' --preset quick --only table2"
 */
export function reproduceCommandLine(
  { data = 'simulated', rectify, preset, seeds, weightsFile }: GivenOptions,
  item: string,
): string {
  return [
    'npm run reproduce --',
    ...(data === 'simulated' ? [] : [`--data ${quoted(data)}`]),
    ...(rectify ? ['--rectify'] : []),
    ...(preset === undefined ? [] : [`--preset ${preset}`]),
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    ...(weightsFile === undefined ? [] : [`--weights ${quoted(weightsFile)}`]),
    `--only ${item}`,
  ].join(' ');
}

/** What of the trainings behind an item is not there. */
function absent(plan: Plan, { cells }: Item, find: RecordLookup) {
  const all = cells?.(plan, find) ?? [];
  const wanted = all.filter((cell) => isTrained(plan, cell));
  return {
    isBeyondPreset: wanted.length < all.length,
    isMissing: wanted.some((cell) => specify(plan, cell).some((run) => !isSettled(find(run)))),
  };
}

/**
 * The sentence below a table in which rows are not run: the command that fills them, as far as the
 * preset trains them at all.
 * @param item as `save` names its files; for one of a reader's own there is no command
 * @param rows how many
 */
export function describeDashes(
  plan: Plan,
  options: GivenOptions,
  find: RecordLookup,
  item: string,
  rows: number,
): string {
  const known = items.find(({ item: name }) => name === item);
  const counted = `— (${rows} ${rows === 1 ? 'row' : 'rows'} not run)`;
  if (known === undefined) return `${counted}.`;
  const { isBeyondPreset, isMissing } = absent(plan, known, find);
  const fill = reproduceCommandLine(options, item);
  const whole = reproduceCommandLine({ ...options, preset: 'paper' }, item);
  const beyond = `${isMissing ? 'the others are' : 'they are'} not part of preset ${plan.preset}; ${whole} trains them`;
  if (isMissing)
    return `${counted}: ${fill} trains them${isBeyondPreset ? `, as far as its preset does; ${beyond}` : ''}.`;
  return isBeyondPreset ? `${counted}: ${beyond}.` : `${counted}: their training failed.`;
}
