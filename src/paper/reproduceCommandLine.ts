import { isSettled } from '../runs/record';
import type { RecordLibrary } from '../runs/recordLibrary';
import type { RunSpecification } from '../runs/specification';
import { isTrained } from './isTrained';
import { items, type Item } from './items';
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

/** What fills an item: a reproduction as far as it matters for that. */
interface Fillable {
  readonly plan: Plan;
  readonly options: GivenOptions;
  readonly records: Pick<RecordLibrary, 'find' | 'local'>;
}

/** Whether the command itself would train something for an item, and whether a longer preset. */
function absent({ plan, records }: Fillable, { cells }: Item) {
  const all = cells?.(plan, records.find) ?? [];
  const wanted = all.filter((cell) => isTrained(plan, cell));
  const isThere = (run: RunSpecification): boolean => isSettled(records.local.read(run));
  return {
    isBeyondPreset: wanted.length < all.length,
    isMissing: wanted.some((cell) => !specify(plan, cell).every(isThere)),
  };
}

const itemNamed = (name: string): Item | undefined => items.find(({ item }) => item === name);

/** The same command with the preset that trains everything. */
const wholeCommand = (options: GivenOptions, item: string): string =>
  reproduceCommandLine({ ...options, preset: 'paper' }, item);

/**
 * The command that trains what an item lacks: with the preset of the reproduction, or with `paper`
 * where that one leaves it out.
 */
export function fillingCommand(fillable: Fillable, item: string): string {
  const known = itemNamed(item);
  const { isMissing, isBeyondPreset } = known
    ? absent(fillable, known)
    : { isMissing: true, isBeyondPreset: false };
  return !isMissing && isBeyondPreset
    ? wholeCommand(fillable.options, item)
    : reproduceCommandLine(fillable.options, item);
}

/**
 * The sentence below a table in which rows are not run: the command that trains them, and what the
 * preset leaves out.
 * @param item as `save` names its files; for one of a reader's own there is no command
 * @param rows how many
 */
export function describeDashes(fillable: Fillable, item: string, rows: number): string {
  const { plan, options } = fillable;
  const counted = `— (${rows} ${rows === 1 ? 'row' : 'rows'} not run)`;
  const known = itemNamed(item);
  if (known === undefined) return `${counted}.`;
  const { isMissing, isBeyondPreset } = absent(fillable, known);
  const ways = [
    ...(isMissing ? [`\`${reproduceCommandLine(options, item)}\` trains what is missing`] : []),
    ...(isBeyondPreset
      ? [
          `not part of preset ${plan.preset} are rows that ` +
            `\`${wholeCommand(options, item)}\` trains`,
        ]
      : []),
  ];
  return `${counted}: ${ways.length === 0 ? 'their training failed' : ways.join('; ')}.`;
}
