import type { Experiment } from './experiment';
import { describeSignificance } from './findings/significance';
import { bothTaskCells, jointReconstructionCell, runsOf } from './significanceCells';
import { significanceFigure } from './significanceFigure';
import { significanceTable } from './significanceTable';
import { caeCell, cnnCell } from './similarityCells';

const item = 'figure3';
const series = ['CNN-FR', 'CAE-FR'] as const;

/**
 * Significant neurons of CNN-FR and CAE-FR. The paper's caption says "in the image reconstruction task", its Sec. 4.3 uses the
 * figure for similarity: CAE-FR is shown as either task trains it. CNN-FR reconstructs nothing, so both stand beside its one
 * training.
 */
export const figure3: Experiment = {
  item,
  title: 'Fig. 3: significant neurons, CNN-FR and CAE-FR',
  notebook: '07-significance.ipynb',
  specifications: (context) => runsOf(context, context.regions.flatMap(bothTaskCells)),
  table: (material) =>
    significanceTable(material, {
      item,
      title: 'Fig. 3 in numbers: significant neurons of CNN-FR and of CAE-FR as either task trains it',
      cells: material.context.regions.flatMap(bothTaskCells),
      rival: 'CNN-FR',
      rivalOf: ({ region, model }) => (model.autoencoder === null ? undefined : cnnCell(region, model.layer!)),
      notes: ['The counts that the paper shows in its Fig. 3 are not available to us as numbers.'],
    }),
  figure: (material) =>
    significanceFigure(material, 'Fig. 3. Significant neurons: CNN-FR and CAE-FR', material.context.regions, [
      {
        title: 'similarity',
        series: [
          { name: series[0], cell: cnnCell },
          { name: series[1], cell: caeCell },
        ],
      },
      {
        title: 'reconstruction',
        series: [
          { name: series[0], cell: cnnCell },
          { name: series[1], cell: jointReconstructionCell },
        ],
      },
    ]),
  findings: (material) =>
    describeSignificance(material, material.context.regions, [
      { subject: 'CAE-FR trained for similarity', rival: 'CNN-FR', first: caeCell, second: cnnCell },
      { subject: 'CAE-FR trained for reconstruction', rival: 'CNN-FR', first: jointReconstructionCell, second: cnnCell },
    ]),
};
