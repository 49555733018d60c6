import type { Claim } from './claim';

/** A claim for which this version trains nothing. */
export function notRun(statement: string, where: string, printed: string): Claim {
  return {
    statement,
    where,
    evaluate: () => [
      {
        scope: '',
        printed,
        ours: { kind: 'missing', remedy: 'the runs of this claim are not part of this version' },
        verdict: 'not run',
      },
    ],
  };
}
