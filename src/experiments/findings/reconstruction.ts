import { mean } from 'simple-statistics';
import { formatNumber } from '../../figures/tableText';
import type { FinishedRecord } from '../../runs/record';
import { cellRecords } from '../cellRecords';
import { compareErrorsToBaseline } from '../comparisons';
import type { BaselineReconstruction, RegionEvidence } from '../evidence';
import type { ExperimentMaterial } from '../experiment';
import { cae } from '../factorizedModels';
import { controlDifference, errorDifference, intervalOf, nameLayers } from '../layerDifferences';
import { caution, choose, countSeeds, withInterval } from './words';

const digits = 4;
const differenceDigits = 5;

function besideBaseline(records: readonly FinishedRecord[], name: string, baseline: BaselineReconstruction): string {
  const difference = compareErrorsToBaseline(records, baseline.mse)!;
  const judgement = choose(difference, {
    below: 'the autoencoder is better',
    above: 'the autoencoder is worse',
    around: 'the two cannot be told apart',
  });
  return `${name} reaches ${formatNumber(mean(baseline.mse), digits)}: ${judgement}, difference ${withInterval(difference, differenceDigits)}.`;
}

function describeRegion(material: ExperimentMaterial, evidence: RegionEvidence): string[] {
  const { context, lookup } = material;
  const { finished } = cellRecords(context, lookup, { region: evidence.region, model: cae, task: 'IR' });
  if (finished.length === 0) return [`Region ${evidence.region}: no CAE has been trained yet, so there is nothing to compare.`];
  const error = mean(finished.map(({ summary }) => summary.mse!));
  const sentences = [
    `Region ${evidence.region}: the CAE reconstructs the test images with MSE ${formatNumber(error, digits)} (${countSeeds(finished.length)}).`,
    besideBaseline(finished, 'PCA-100, a linear code of the same length,', evidence.pca100),
    besideBaseline(finished, 'DCT-64', evidence.dct64),
  ];
  const difference = errorDifference(material, evidence.region);
  if (difference !== undefined) {
    const interval = intervalOf(difference);
    const judgement = choose(interval, {
      below: 'CAE-FR reconstructs better here',
      above: 'CAE-FR reconstructs worse here',
      around: 'the two cannot be told apart',
    });
    sentences.push(
      `CAE-FR minus CAE, averaged over ${nameLayers(difference)}, is ${withInterval(interval, differenceDigits)} in MSE: ${judgement}.`,
    );
  }
  const ofResponses = controlDifference(material, evidence.region);
  if (ofResponses !== undefined) {
    const interval = intervalOf(ofResponses);
    const judgement = choose(interval, {
      below: 'responses improve reconstruction here',
      above: 'responses make reconstruction worse here',
      around: 'no effect of the responses is seen',
    });
    sentences.push(
      `Beside a CAE that is as sparse as CAE-FR2 and fits no responses, that of CAE-FR2 is ${withInterval(interval, differenceDigits)} (${countSeeds(ofResponses.seeds)}): ${judgement}.`,
    );
  }
  return [sentences.join(' ')];
}

/** What the IR runs show, region by region. */
export function describeReconstruction(material: ExperimentMaterial): string[] {
  const regions = material.context.regions.flatMap((region) => material.evidence.get(region) ?? []);
  if (material.context.preset === 'smoke') return caution(material.context);
  return [...caution(material.context), ...regions.flatMap((evidence) => describeRegion(material, evidence))];
}
