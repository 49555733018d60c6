import { layers } from '../models/modelName';
import {
  combinationCell,
  controlCells,
  doseCell,
  doses,
  focusRegion,
  headlineRegions,
  manipulationPair,
  reconstructionPair,
  regularisedPair,
  rivalPair,
  rivalRegularisers,
} from './cells';
import {
  ceilingCell,
  ceilingSettings,
  ceilingWeights,
  helpSources,
  isPapersSetting,
} from './ceiling';
import {
  at,
  combinationRows,
  helps,
  irRow,
  nrsRow,
  printedPairs,
  resembles,
  similarityPairs,
  type Comparison,
  type Question,
  type Where,
} from './comparisonRows';
import type { Cell, Plan } from './specify';

/** The main pairs of the sessions that are not in the primary contrasts. */
export function otherSessions(plan: Plan): Comparison[] {
  const others = plan.regions.filter((region) => !headlineRegions(plan).includes(region));
  return [...printedPairs(others), ...similarityPairs(others)].filter(({ layer }) => layer === 2);
}

/** Weights beside the chosen ones, in the focus region and layer 2. */
export function doseRows(plan: Plan): Comparison[] {
  const focus = focusRegion(plan);
  const others = (task: 'IR' | 'NRS', chosen: number): number[] =>
    doses[task].filter((dose) => dose > 0 && dose !== chosen);
  const question = (task: 'IR' | 'NRS'): Question => ({
    claim: 'D',
    question:
      task === 'IR'
        ? 'responses help reconstruction at some dose'
        : 'reconstruction helps similarity at some dose',
    ...(task === 'IR' ? helps : resembles),
  });
  const place = (weight: string): Where => ({ ...at(focus, 2), place: weight });
  return [
    ...others('IR', plan.choices.beta).map((dose) =>
      irRow(question('IR'), place(`β = ${dose}`), [
        doseCell(focus, 'IR', dose),
        doseCell(focus, 'IR', 0),
      ]),
    ),
    ...others('NRS', plan.choices.alpha).map((dose) =>
      nrsRow(question('NRS'), place(`α = ${dose}`), [
        doseCell(focus, 'NRS', dose),
        doseCell(focus, 'NRS', 0),
      ]),
    ),
  ];
}

/** Whether reconstruction does more than a regulariser: the largest dose of the tens, with both. */
export function rivalRows(plan: Plan): Comparison[] {
  const focus = focusRegion(plan);
  return (Object.keys(rivalRegularisers) as (keyof typeof rivalRegularisers)[]).map((regulariser) =>
    nrsRow(
      { claim: 'D', question: 'reconstruction helps a regularised CNN-FR2', ...resembles },
      { ...at(focus, 2), place: `α = 10, ${regulariser}` },
      rivalPair(focus, regulariser, 10),
    ),
  );
}

/** What cannot help, because it says nothing about the image. */
export function negativeRows(plan: Plan): Comparison[] {
  const focus = focusRegion(plan);
  const shuffled = (joint: Cell, reference: Cell, place: string): Comparison => ({
    claim: 'N',
    question: 'negative control: shuffled responses help reconstruction',
    ...helps,
    family: 'controls',
    ...at(joint.region, 2),
    place,
    first: { ...joint, responses: 'shuffled over images' },
    second: reference,
  });
  const firstLayer: Cell = combinationCell(focus, 'CAE-FC1', 'IR');
  return [
    ...headlineRegions(plan).flatMap((region) => {
      const [reference, joint] = regularisedPair(region);
      return shuffled(joint, reference, `region ${region}, regularised`);
    }),
    shuffled(...reconstructionPair(focus, 2), `region ${focus}, as printed`),
    shuffled(firstLayer, { ...firstLayer, beta: 0 }, `region ${focus}, CAE-FC1`),
    ...[plan.choices.alpha, 10].map(
      (alpha): Comparison => ({
        claim: 'N',
        question: 'negative control: reconstructing other images helps similarity',
        ...resembles,
        family: 'controls',
        ...at(focus, 2),
        place: `α = ${alpha}`,
        first: { ...doseCell(focus, 'NRS', alpha), targets: 'shuffled over images' },
        second: doseCell(focus, 'NRS', 0),
      }),
    ),
  ];
}

/** An eighth of the images. */
export function scarceRows(plan: Plan): Comparison[] {
  const focus = focusRegion(plan);
  const [without, measured, noiseFree, components, shuffled, pretrained] = controlCells(focus);
  const known = plan.dataset.kind === 'simulated';
  const row = (question: string, place: string, first: Cell, isChecked: boolean): Comparison => ({
    claim: 'C',
    question,
    ...helps,
    family: 'controls',
    ...at(focus, 2),
    place,
    first,
    second: without,
    ...(isChecked ? { check: manipulationPair(first) } : {}),
  });
  const help = 'responses help on few images';
  return [
    row(help, 'responses', measured, true),
    ...(known ? [row(help, 'noise-free responses', noiseFree, true)] : []),
    row('positive control: image components help', 'image components', components, true),
    row('negative control: shuffled responses help', 'shuffled responses', shuffled, false),
    row('added later: pretrained layers help', 'pretrained layers', pretrained, false),
  ];
}

/** Rows of Table 5 that lie on the claimed side with one seed. */
export function contraryRows(plan: Plan): Comparison[] {
  return combinationRows('IR', focusRegion(plan), [1]).filter(({ first }) =>
    /^(CAE|VAE)-FC1$/.test(first.model),
  );
}

/** Help in every setting of the ceiling, from every source, at both weights. */
export function ceilingRows(plan: Plan): Comparison[] {
  return ceilingSettings.flatMap((setting) =>
    helpSources(plan, setting).flatMap((source) =>
      ceilingWeights.map((beta): Comparison => {
        const first = ceilingCell(plan, setting, source, beta);
        const { codeLength, share, regularised } = setting;
        const where = `code ${codeLength}, ${share === undefined ? 'all' : 'few'} images`;
        return {
          claim: 'H',
          question: `${source} responses help as far as anything can`,
          ...helps,
          family: 'ceiling',
          ...at(focusRegion(plan), 2),
          place: `${where}${regularised ? ', regularised' : ''}, β = ${beta}`,
          first,
          second: ceilingCell(plan, setting, source, 0),
          ...(source === 'shuffled teacher'
            ? {}
            : { check: isPapersSetting(setting) ? manipulationPair(first) : 'gradient' }),
        };
      }),
    ),
  );
}

/** All combinations in all layers; the primary contrast of claim 5 has a part of them. */
export function everyCombination(plan: Plan): Comparison[] {
  return [
    ...combinationRows('IR', focusRegion(plan), layers),
    ...headlineRegions(plan).flatMap((region) => combinationRows('NRS', region, layers)),
  ];
}
