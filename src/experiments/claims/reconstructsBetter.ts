import { formatNumber } from '../../figures/tableText';
import { bootstrap } from '../../metrics/bootstrap';
import { intervalCell, resamples } from '../comparisons';
import type { ExperimentMaterial } from '../experiment';
import { focusRegion, reconstructionLayers } from '../factorizedModels';
import { controlDifference, errorDifference, intervalOf, overLayers } from '../layerDifferences';
import { isReconstructionTrained, sparseControl } from '../reconstructionCells';
import { hasPaperCounterpart, paperValues } from '../paperValues';
import { remedy } from '../remedy';
import { outcomeOf, verdict } from '../verdict';
import type { Claim, ClaimRow } from './claim';
import { effectRow } from './effectRow';

/** `MSE 0.081 to 0.043 ... 0.059`: the CAE's and the range of CAE-FR1..4's. */
function printedErrors(material: ExperimentMaterial, region: number): string {
  if (!hasPaperCounterpart(material.context)) return '';
  const { CAE, ...joint } = paperValues.table2.values;
  const errors = Object.values(joint).map((regions) => regions[`region${region}`].mse);
  return `MSE ${CAE[`region${region}`].mse} with CAE, ${Math.min(...errors)} to ${Math.max(...errors)} with CAE-FR1 to 4`;
}

function regionRow(material: ExperimentMaterial, region: number): ClaimRow {
  const { context } = material;
  const difference = errorDifference(material, region);
  const printed = printedErrors(material, region);
  if (difference === undefined) {
    return {
      scope: `region ${region}`,
      printed,
      ours: { kind: 'missing', remedy: remedy(context, 'table2', reconstructionLayers(context, region).length > 0) },
      verdict: 'not run here',
    };
  }
  const interval = intervalOf(difference);
  return {
    scope: `region ${region}, ${overLayers(difference)}: difference in MSE, CAE-FR minus CAE`,
    printed,
    ours: intervalCell(interval),
    verdict: verdict(context, outcomeOf(interval, -1), difference.seeds),
  };
}

/** Whether the responses make the difference, or only what else the two searches chose differently. */
function responsesAlone(material: ExperimentMaterial): ClaimRow {
  const { context } = material;
  const region = focusRegion(context);
  return effectRow(context, {
    subject: `region ${region}`,
    measure: 'difference in MSE, CAE-FR2 minus a CAE that is as sparse and fits no responses',
    printed: '',
    difference: controlDifference(material, region),
    claimedSign: -1,
    remedy: remedy(context, 'table2', isReconstructionTrained(context, sparseControl(region))),
  });
}

/** Gain in region 3 against the mean gain in the others; test images are resampled by position, so both need as many. */
function mostInRegion3(material: ExperimentMaterial): ClaimRow[] {
  const { context } = material;
  const focus = errorDifference(material, 3);
  const others = context.regions.filter((region) => region !== 3).flatMap((region) => errorDifference(material, region) ?? []);
  if (
    focus === undefined ||
    others.length === 0 ||
    others.some(({ images, seeds }) => images !== focus.images || seeds !== focus.seeds)
  )
    return [];
  const interval = bootstrap(
    (images, seeds) =>
      focus.statistic(images, seeds) - others.reduce((sum, { statistic }) => sum + statistic(images, seeds) / others.length, 0),
    focus.images,
    focus.seeds,
    { resamples },
  );
  return [
    {
      scope: 'the difference of region 3 minus the mean of the other regions',
      printed: hasPaperCounterpart(context)
        ? `${formatNumber(printedGain(3), 4)} in region 3, ${formatNumber((printedGain(1) + printedGain(2)) / 2, 4)} in the others`
        : '',
      ours: intervalCell(interval),
      verdict: verdict(context, outcomeOf(interval, -1), focus.seeds),
    },
  ];
}

/** Printed MSE of CAE-FR1..4, averaged, minus that of the CAE. */
function printedGain(region: number): number {
  const { CAE, ...joint } = paperValues.table2.values;
  const errors = Object.values(joint).map((regions) => regions[`region${region}`].mse);
  return errors.reduce((sum, error) => sum + error / errors.length, 0) - CAE[`region${region}`].mse;
}

export const reconstructsBetter: Claim = {
  statement: '1. DAE-NR reconstructs images better than the DAE, most in region 3.',
  where: 'Table 2, Fig. 2',
  evaluate: (material) => [...material.context.regions.map((region) => regionRow(material, region)), responsesAlone(material), ...mostInRegion3(material)],
};
