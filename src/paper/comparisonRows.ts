import { autoencoderNames, layers, readoutNames, type Layer } from '../models/modelName';
import {
  combinationCell,
  disjointGroupCells,
  focusRegion,
  frozenCells,
  manipulationPair,
  reconstructionPair,
  regularisedPair,
  similarityPair,
  type RecordLookup,
} from './cells';
import type { Cell, Plan } from './specify';

/** Comparisons that are corrected together. */
export type Family =
  | 'reconstruction'
  | 'similarity'
  | 'neurons'
  | 'groups of neurons'
  | 'combinations'
  | 'controls'
  | 'ceiling';

export interface Comparison {
  /** Of the paper (1 to 5), or ours beside it: R regularised, D doses, C controls, N negative. */
  readonly claim: string;
  readonly question: string;
  readonly family: Family;
  /** Region and layer, or what else tells the rows of a question apart. */
  readonly place: string;
  readonly region: number;
  readonly layer: Layer;
  /** First minus second. */
  readonly first: Cell;
  readonly second: Cell;
  readonly metric: 'mse' | 'pcc' | 'neurons';
  /** Where the claim puts the difference. */
  readonly side: 'above' | 'below';
  /**
   * Two cells: the readout refitted on the encoder of the first model and on that of the second.
   * `gradient`: the share of the task that is added, in the gradient of h_i of the first model. None where what is shuffled or
   * pretrained is not to be learnt, and where neurons of refitted readouts are the outcome itself.
   */
  readonly check?: readonly [Cell, Cell] | 'gradient' | undefined;
}

const everyLayer = <Row>(make: (layer: Layer) => Row): Row[] => layers.map(make);
export type Question = Pick<Comparison, 'claim' | 'question' | 'family' | 'metric' | 'side'>;
export type Where = Pick<Comparison, 'place' | 'region' | 'layer'>;
export const at = (region: number, layer: Layer): Where => ({
  place: `region ${region}, layer ${layer}`,
  region,
  layer,
});

export const helps = { family: 'reconstruction', metric: 'mse', side: 'below' } as const;
export const resembles = { family: 'similarity', metric: 'pcc', side: 'above' } as const;

/** A joint model of the IR task against the same without responses, with its check. */
export function irRow(
  question: Question,
  where: Where,
  [joint, reference]: readonly Cell[],
): Comparison {
  return { ...question, ...where, first: joint, second: reference, check: manipulationPair(joint) };
}

/** A joint model of the NRS task against the same without reconstruction. */
export function nrsRow(
  question: Question,
  where: Where,
  [joint, reference]: readonly Cell[],
): Comparison {
  return { ...question, ...where, first: joint, second: reference, check: 'gradient' };
}

export const printedPairs = (regions: readonly number[]): Comparison[] =>
  regions.flatMap((region) =>
    everyLayer((layer) =>
      irRow(
        { claim: '1', question: 'CAE-FR reconstructs better than without responses', ...helps },
        at(region, layer),
        reconstructionPair(region, layer),
      ),
    ),
  );

export const regularisedPairs = (regions: readonly number[]): Comparison[] =>
  regions.map((region) => {
    const [reference, joint] = regularisedPair(region);
    const question = 'responses help a regularised autoencoder';
    return irRow({ claim: 'R', question, ...helps }, at(region, 2), [joint, reference]);
  });

export const groupRows = (plan: Plan, find: RecordLookup): Comparison[] =>
  layers.flatMap((layer) => {
    const cells = disjointGroupCells(plan, layer, find);
    if (cells.length === 0) return [];
    const [most, least] = cells.map(({ cell }) => cell);
    return {
      claim: '2',
      question: 'the most significant neurons help reconstruction more than the least',
      family: 'groups of neurons',
      metric: 'mse',
      side: 'below',
      ...at(focusRegion(plan), layer),
      first: most,
      second: least,
      check: manipulationPair({ ...reconstructionPair(focusRegion(plan), layer)[0], beta: 10 }),
    } as const;
  });

export const similarityPairs = (regions: readonly number[]): Comparison[] =>
  regions.flatMap((region) =>
    everyLayer((layer) =>
      nrsRow(
        { claim: '3', question: 'CAE-FR predicts responses better than CNN-FR', ...resembles },
        at(region, layer),
        similarityPair(region, layer),
      ),
    ),
  );

const neurons = { family: 'neurons', metric: 'neurons', side: 'above' } as const;
export const countPairs = (regions: readonly number[]): Comparison[] =>
  similarityPairs(regions).map((row) => ({
    ...row,
    claim: '4a',
    question: 'CAE-FR has more significant neurons than CNN-FR',
    ...neurons,
  }));
export const frozenCountPairs = (regions: readonly number[]): Comparison[] =>
  regions.flatMap((region) =>
    everyLayer((layer) => {
      const [, onCae, onJoint] = frozenCells(region, layer);
      return {
        claim: '4b',
        question: 'the encoder of CAE-FR has more than that of the CAE, both frozen',
        ...neurons,
        ...at(region, layer),
        first: onJoint,
        second: onCae,
      };
    }),
  );

/** Every autoencoder with every readout, but CAE-FR, which is claims 1 and 3. */
export const combinationNames: readonly string[] = autoencoderNames
  .flatMap((autoencoder) => readoutNames.map((readout) => `${autoencoder}-${readout}`))
  .filter((name) => name !== 'CAE-FR');

export function combinationRows(
  task: 'IR' | 'NRS',
  region: number,
  of: readonly Layer[],
): Comparison[] {
  const question: Question = {
    claim: task === 'IR' ? '5a' : '5b',
    question:
      task === 'IR'
        ? 'every combination reconstructs better than without responses'
        : 'every combination predicts responses better than its CNN',
    ...(task === 'IR' ? helps : resembles),
    family: 'combinations',
  };
  return combinationNames.flatMap((name) =>
    of.map((layer) => {
      const joint = combinationCell(region, `${name}${layer}`, task);
      const place = { ...at(region, layer), place: `${joint.model}, region ${region}` };
      return task === 'IR'
        ? irRow(question, place, [joint, { ...joint, beta: 0 }])
        : nrsRow(question, place, [joint, { ...joint, alpha: 0 }]);
    }),
  );
}

/** What has to be trained for a comparison. */
export function cellsOf({ first, second, check }: Comparison): Cell[] {
  return [second, first, ...(Array.isArray(check) ? (check as readonly Cell[]) : [])];
}
