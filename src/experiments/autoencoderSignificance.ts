import type { Experiment, ExperimentContext } from './experiment';
import { focusRegion } from './factorizedModels';
import { describeSignificance } from './findings/significance';
import { paperValues } from './paperValues';
import { autoencoderCells, frozenCell, jointReconstructionCell, runsOf } from './significanceCells';
import { significanceFigure } from './significanceFigure';
import { significanceTable } from './significanceTable';
import type { ExperimentCell } from '../paper/specify';

const { figure4: printed } = paperValues;

function printedCount({ region, mapping }: ExperimentCell): string {
  if (region !== printed.region) return '';
  const [low, high] = printed.significant[mapping === undefined ? 'CAE-FR' : 'CAE'];
  return low === high ? String(low) : `${low} to ${high}`;
}

function regionsOf(context: ExperimentContext, shows: 'focus' | 'others'): readonly number[] {
  return context.regions.filter((region) => (region === focusRegion(context)) === (shows === 'focus'));
}

/**
 * Fig. 4, App. Fig. 8: significant neurons of the autoencoder alone against CAE-FR in the image-reconstruction task. How the
 * paper gets responses from an autoencoder that was trained without them, it does not say; its slides count 6 of 102 neurons,
 * which is what chance gives. So both readings are shown: a random mapping that was not fitted, and a readout that was fitted
 * afterwards on the frozen encoder.
 */
export function autoencoderSignificance(item: string, name: string, shows: 'focus' | 'others'): Experiment {
  const cellsOf = (context: ExperimentContext): ExperimentCell[] => regionsOf(context, shows).flatMap(autoencoderCells);
  return {
    item,
    title: `${name}: significant neurons, CAE and CAE-FR, ${shows === 'focus' ? 'region 3' : 'regions 1 and 2'}`,
    notebook: '07-significance.ipynb',
    specifications: (context) => runsOf(context, cellsOf(context)),
    table: (material) =>
      significanceTable(material, {
        item,
        title: `${name} in numbers: significant neurons of the CAE alone and of CAE-FR, image reconstruction`,
        cells: cellsOf(material.context),
        rival: 'CAE, FR fitted afterwards',
        rivalOf: ({ region, model, mapping }) => (mapping === undefined ? frozenCell(region, model.layer!, 'fitted afterwards') : undefined),
        printed: printedCount,
        notes: [
          'Unfitted: the readout at its random initial weights on the CAE that was trained on images alone. Fitted afterwards: only the readout is trained, the encoder stays as it is.',
          `Printed: ${printed.source}, for the ${printed.neurons} neurons of region ${printed.region}, as a range over the layers and without a word on the mapping of the DAE.`,
        ],
      }),
    figure: (material) =>
      significanceFigure(material, `${name}. Significant neurons: CAE and CAE-FR, image reconstruction`, regionsOf(material.context, shows), [
        {
          title: '',
          series: [
            { name: 'CAE, unfitted readout', cell: (region, layer) => frozenCell(region, layer, 'unfitted') },
            { name: 'CAE, readout fitted afterwards', cell: (region, layer) => frozenCell(region, layer, 'fitted afterwards') },
            { name: 'CAE-FR', cell: jointReconstructionCell },
          ],
        },
      ]),
    findings: (material) =>
      describeSignificance(material, regionsOf(material.context, shows), [
        { subject: 'CAE-FR', rival: 'the CAE with a readout fitted afterwards', first: jointReconstructionCell, second: (region, layer) => frozenCell(region, layer, 'fitted afterwards') },
        { subject: 'CAE-FR', rival: 'the CAE with an unfitted readout', first: jointReconstructionCell, second: (region, layer) => frozenCell(region, layer, 'unfitted') },
      ]),
  };
}
