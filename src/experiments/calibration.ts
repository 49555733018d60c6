import { textCell, type TableCell } from '../figures/resultTable';
import type { Experiment } from './experiment';
import { provenanceCaption } from './provenanceCaption';

function judgement(met: boolean | null): TableCell {
  return textCell(met === null ? 'no bound was set' : met ? 'yes' : 'no');
}

/** The simulation beside the recordings that it imitates, in the numbers to which it was calibrated before any network was trained. */
export const calibration: Experiment = {
  item: 'calibration',
  title: 'Simulated beside recorded: what the simulation was calibrated to',
  notebook: '00-setup-and-data.ipynb',
  specifications: () => [],
  table: ({ context, evidence }) => {
    const regions = context.regions.flatMap((region) => evidence.get(region) ?? []);
    const rows = regions.flatMap(({ region, calibration: measured }) =>
      (measured ?? []).map(({ statistic, simulated, recorded, tolerance, met }): TableCell[] => [
        textCell(String(region)),
        textCell(statistic),
        { kind: 'printed', value: simulated },
        { kind: 'printed', value: recorded },
        tolerance === null ? textCell('') : { kind: 'printed', value: tolerance },
        judgement(met),
      ]),
    );
    const bySource = new Map<string, Set<string>>();
    for (const { statistic, source } of regions.flatMap(({ calibration: measured }) => measured ?? [])) {
      bySource.set(source, (bySource.get(source) ?? new Set()).add(statistic));
    }
    return {
      item: 'calibration',
      title: 'The simulation beside the recordings of Antolik et al. 2016',
      caption: provenanceCaption(context, []),
      columns: [
        { heading: 'Region' },
        { heading: 'Statistic' },
        { heading: 'simulated', digits: 3 },
        { heading: 'recorded', digits: 3 },
        { heading: 'bound', digits: 2 },
        { heading: 'within the bound' },
      ],
      rows,
      notes:
        rows.length > 0
          ? [...bySource].map(([source, statistics]) => `${[...statistics].join(', ')}: ${source}.`)
          : ['Only the simulation in the size of the recordings is set beside them.'],
    };
  },
};
