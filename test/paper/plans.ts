import type { Choices } from '../../src/paper/hyperparameters';
import { openPlan, type Cell, type Plan } from '../../src/paper/specify';
import type { PresetName } from '../../src/runs/specification';

/** A plan of the simulated data, whose files are not needed. */
export function planOf(preset: PresetName, seeds?: number, choices?: Choices): Plan {
  const identity = { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' } as const;
  return openPlan({ identity, regions: [1, 2, 3] }, preset, seeds, choices);
}

/** A plan of the five sessions of macaque V4, whose files are not needed. */
export function sessionsPlan(): Plan {
  const identity = { name: 'cowley2023', kind: 'real', fingerprint: 'f00d' } as const;
  const regions = [190923, 201025, 210225, 210325, 210621];
  return openPlan({ identity, regions }, 'paper');
}

/** The names of what two cells differ in. */
export function differences(left: Cell, right: Cell): string[] {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])] as (keyof Cell)[];
  return names.filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}
