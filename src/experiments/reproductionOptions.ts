import { z } from 'zod';
import { UserError } from '../errors';
import type { PresetName } from '../runs/specification';

/** What a notebook reproduces; `npm run reproduce` tells it through the environment. */
export interface ReproductionOptions {
  /** `simulated`, `antolik2016`, or a folder in that layout. */
  readonly data: string;
  readonly preset: PresetName;
  /** Number of seeds; undefined takes the preset's. */
  readonly seeds: number | undefined;
  /** Only the records that come with the package; nothing is trained. */
  readonly fromRecords: boolean;
}

const environment = z.object({
  DAE_NR_DATA: z.string().min(1).default('simulated'),
  DAE_NR_PRESET: z.enum(['smoke', 'quick', 'paper']).optional(),
  DAE_NR_SEEDS: z.coerce.number().int().positive().optional(),
  DAE_NR_FROM_RECORDS: z.enum(['', '0', '1', 'true', 'false']).default(''),
});

/**
 * Options from DAE_NR_DATA, DAE_NR_PRESET, DAE_NR_SEEDS and DAE_NR_FROM_RECORDS; without them simulated data and preset `quick`.
 * @throws UserError for a value that none of them can have.
 */
export function reproductionOptions(variables: NodeJS.ProcessEnv = process.env): ReproductionOptions {
  const given = Object.fromEntries(Object.entries(variables).filter(([name, value]) => name.startsWith('DAE_NR_') && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new UserError(`The environment variable ${path.join('.')} is wrong: ${message}.`);
  }
  const { DAE_NR_DATA: data, DAE_NR_PRESET: preset, DAE_NR_SEEDS: seeds, DAE_NR_FROM_RECORDS } = parsed.data;
  const fromRecords = DAE_NR_FROM_RECORDS === '1' || DAE_NR_FROM_RECORDS === 'true';
  return { data, preset: preset ?? (fromRecords ? 'paper' : 'quick'), seeds, fromRecords };
}
