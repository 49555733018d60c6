import { capitalised, wordsFor } from '../data/words';
import type { Provenance } from '../runs/record';
import { cellLabel } from '../runs/specification';
import type { Run } from './run';
import type { Plan } from './specify';

function describeBackend({ backend, libraries, device, threads }: Provenance): string {
  const library =
    libraries.tensorflow === undefined ? backend : `TensorFlow ${libraries.tensorflow}`;
  return `${library} on ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** Whose hyper-parameters a data set is trained with. */
type Chosen = Pick<Plan, 'dataset' | 'chosenOn' | 'chosenInPart'>;

/** `; hyper-parameters chosen on ...`: of recordings it is not obvious whose they are. */
export function hyperparametersOf({ dataset, chosenOn, chosenInPart }: Chosen): string {
  if (dataset.kind === 'simulated') return '';
  const whose =
    chosenOn === undefined
      ? 'as given'
      : chosenOn === dataset.name
        ? 'chosen on validation images of these data'
        : chosenOn === 'simulated'
          ? 'chosen on the simulation'
          : `chosen on the data set ${chosenOn}`;
  const rest = chosenInPart ? ' in part, the others on the simulation' : '';
  return `; hyper-parameters ${whose}${rest}`;
}

/**
 * Data set, preset, seeds and backend of what is shown, from the records themselves: stands below
 * every table and figure.
 * @param shown runs, as many lists as there are; none for what needs no training.
 */
export function captionOf(
  {
    retrained = new Set(),
    ...chosen
  }: Chosen & {
    /** Hashes of the runs that were trained again here. */
    readonly retrained?: ReadonlySet<string>;
  },
  ...shown: readonly (readonly Run[])[]
): string {
  const data = capitalised(wordsFor(chosen.dataset).data);
  const all = shown.flat();
  if (all.length === 0) return `${data}.`;
  const seeds = [...new Set(all.map(({ seed }) => seed))].sort((first, second) => first - second);
  const presets = [...new Set(all.map(({ specification }) => specification.preset))].join(', ');
  const backends = [...new Set(all.map(({ provenance }) => describeBackend(provenance)))].join(
    ' and ',
  );
  return (
    `${data}; preset ${presets}; ${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(', ')}; ` +
    `${backends}${hyperparametersOf(chosen)}.${madeHere(all, retrained)}`
  );
}

/** A row is one or the other, never a mean of both. */
function madeHere(shown: readonly Run[], retrained: ReadonlySet<string>): string {
  if (retrained.size === 0) return '';
  const here = shown.filter(({ hash }) => retrained.has(hash));
  const cells = [...new Set(here.map(({ specification }) => cellLabel(specification)))];
  return cells.length === 0
    ? ' All rows come with the package.'
    : ` Made here: ${cells.join('; ')}. Every other row comes with the package.`;
}
