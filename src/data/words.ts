import type { DatasetIdentity } from './region';

/** How texts name what a data set holds. */
export interface DatasetWords {
  /** What a folder `region<n>` is: `region`, `session`; and several of them. */
  readonly unit: string;
  readonly units: string;
  /** `macaque V4 neurons`, `simulated V1 neurons`, `recorded neurons` */
  readonly neurons: string;
  /** All of it in a few words: `spike counts of macaque V4 neurons to grey natural images (...)`. */
  readonly data: string;
}

/** The words of a data set; neutral ones where it says nothing about itself. */
export function wordsFor({
  name,
  kind,
  description,
}: Pick<DatasetIdentity, 'name' | 'kind' | 'description'>): DatasetWords {
  const {
    area,
    species,
    unit = 'region',
    stimuli = 'images',
    responses = 'responses',
    citation,
  } = description ?? {};
  const neurons = [kind === 'simulated' ? 'simulated' : species, area, 'neurons']
    .filter(Boolean)
    .join(' ');
  const named = neurons === 'neurons' ? 'recorded neurons' : neurons;
  return {
    unit,
    units: `${unit}s`,
    neurons: named,
    data:
      kind === 'simulated'
        ? 'simulated images and simulated V1 responses, not recordings'
        : `${responses} of ${named} to ${stimuli} (${citation ?? `data set ${name}`})`,
  };
}
