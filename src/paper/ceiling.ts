import type { ResponseSource } from '../training/training';
import { focusRegion, scarceShare } from './cells';
import type { Cell, Plan } from './specify';

/**
 * The ceiling of help: how much the best possible responses could give the reconstruction by this
 * route. Without it, responses that do not help say nothing: perhaps nothing could.
 */
export interface CeilingSetting {
  /** Numbers in the code; 100 is the paper's. */
  readonly codeLength: 20 | 100 | 400;
  /** Share of the training images; undefined: all. */
  readonly share: number | undefined;
  readonly regularised: boolean;
}

/** The paper's code on all images first, as printed and regularised. */
export const ceilingSettings: readonly CeilingSetting[] = [undefined, scarceShare].flatMap(
  (share) =>
    ([100, 20, 400] as const).flatMap((codeLength) =>
      [false, true].map((regularised) => ({ codeLength, share, regularised })),
    ),
);

export const isPapersSetting = ({ codeLength, share }: CeilingSetting): boolean =>
  codeLength === 100 && share === undefined;

/** Both are trained; which is shown is decided on validation images. */
export const ceilingWeights = [1, 10] as const;

/** What is fitted: measured responses, or what stands in their place. */
export type HelpSource = 'as measured' | ResponseSource;

/**
 * What is compared in a setting: measured responses, the units that the encoder itself would learn,
 * and the same shuffled over images; at the paper's code also components of the image, and, where
 * they are known, noise-free responses.
 */
export function helpSources(
  { dataset }: Pick<Plan, 'dataset'>,
  setting: CeilingSetting,
): HelpSource[] {
  const everywhere: HelpSource[] = ['as measured', 'teacher', 'shuffled teacher'];
  if (!isPapersSetting(setting)) return everywhere;
  const known: HelpSource[] = dataset.kind === 'simulated' ? ['noise-free'] : [];
  return [...everywhere, 'image components', ...known];
}

/**
 * CAE-FR2 of the focus region in a setting.
 * @param beta 0: the same without responses
 */
export function ceilingCell(
  plan: Pick<Plan, 'regions'>,
  { codeLength, share, regularised }: CeilingSetting,
  source: HelpSource,
  beta: 0 | (typeof ceilingWeights)[number],
): Cell {
  return {
    region: focusRegion(plan),
    model: 'CAE-FR2',
    task: 'IR',
    beta,
    ...(codeLength === 100 ? {} : { latentDimensions: codeLength }),
    ...(share === undefined ? {} : { share }),
    ...(regularised ? { regularised } : {}),
    ...(source === 'as measured' || beta === 0 ? {} : { responses: source }),
  };
}
