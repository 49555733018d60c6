import { mean } from 'simple-statistics';
import { formatNumber } from '../../figures/tableText';
import { cellRecords } from '../cellRecords';
import { comparePccToBaseline } from '../comparisons';
import type { RegionEvidence } from '../evidence';
import type { ExperimentMaterial } from '../experiment';
import { intervalOf, nameLayers, pccDifference } from '../layerDifferences';
import { cnnCell } from '../similarityCells';
import { caution, choose, countSeeds, withInterval } from './words';

const digits = 3;

/** The layer that every preset trains in every region. */
const commonLayer = 2;

function besideLinearModel({ context, lookup }: ExperimentMaterial, evidence: RegionEvidence): string[] {
  const { finished } = cellRecords(context, lookup, cnnCell(evidence.region, commonLayer));
  const difference = comparePccToBaseline(finished, evidence.linearNonlinear.predictions, evidence.testResponses);
  if (difference === undefined) return [];
  const pcc = formatNumber(mean(finished.map(({ summary }) => summary.pcc!)), digits);
  const judgement = choose(difference, {
    below: 'below the LN model',
    above: 'above the LN model',
    around: 'not distinguishable from the LN model',
  });
  const linear = formatNumber(mean([...evidence.linearNonlinear.pcc]), digits);
  return [
    `CNN-FR2 has a PCC of ${pcc} (${countSeeds(finished.length)}), ${judgement} with ${linear}: difference ${withInterval(difference, digits)}.`,
  ];
}

function besideCeiling({ noiseCeiling }: RegionEvidence): string {
  return noiseCeiling === null
    ? 'Without repeated trials no noise ceiling can be given.'
    : `The noise ceiling is ${formatNumber(mean([...noiseCeiling.correlationCeiling]), digits)} on average.`;
}

function besideCnn(material: ExperimentMaterial, region: number): string[] {
  const difference = pccDifference(material, region);
  if (difference === undefined) return [];
  const interval = intervalOf(difference);
  const judgement = choose(interval, {
    below: 'reconstruction lowers the similarity here',
    above: 'reconstruction raises the similarity here',
    around: 'no effect of reconstruction is seen',
  });
  return [
    `CAE-FR minus CNN-FR, averaged over ${nameLayers(difference)}, is ${withInterval(interval, digits)} in PCC: ${judgement}.`,
  ];
}

/** What the NRS runs show, region by region. */
export function describeSimilarity(material: ExperimentMaterial): string[] {
  const regions = material.context.regions.flatMap((region) => material.evidence.get(region) ?? []);
  if (material.context.preset === 'smoke') return caution(material.context);
  return [
    ...caution(material.context),
    ...regions.map((evidence) => {
      const sentences = [
        ...besideLinearModel(material, evidence),
        besideCeiling(evidence),
        ...besideCnn(material, evidence.region),
      ];
      return `Region ${evidence.region}: ${sentences.join(' ')}`;
    }),
  ];
}
