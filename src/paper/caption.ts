import { wordsFor } from '../data/words';
import type { Provenance } from '../runs/record';
import type { Reproduction } from './openReproduction';
import type { Run } from './run';

function describeBackend({ backend, libraries, device, threads }: Provenance): string {
  const library =
    libraries.tensorflow === undefined ? backend : `TensorFlow ${libraries.tensorflow}`;
  return `${library} on ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

/**
 * Data set, preset, seeds and backend of what is shown, from the records themselves: stands below
 * every table and figure.
 * @param shown runs, as many lists as there are; none for what needs no training.
 */
export function captionOf(
  { dataset }: Pick<Reproduction, 'dataset'>,
  ...shown: readonly (readonly Run[])[]
): string {
  const data = capitalised(wordsFor(dataset).data);
  const all = shown.flat();
  if (all.length === 0) return `${data}.`;
  const seeds = [...new Set(all.map(({ seed }) => seed))].sort((first, second) => first - second);
  const presets = [...new Set(all.map(({ specification }) => specification.preset))].join(', ');
  const backends = [...new Set(all.map(({ provenance }) => describeBackend(provenance)))].join(
    ' and ',
  );
  return `${data}; preset ${presets}; ${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(', ')}; ${backends}.`;
}
