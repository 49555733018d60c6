import type { ResultTable, TableCell } from '../figures/resultTable';
import { claims } from './claims';
import type { ExperimentMaterial } from './experiment';
import { finishedRecords } from './finishedRecords';
import { provenanceCaption } from './provenanceCaption';

function text(value: string): TableCell {
  return { kind: 'text', text: value };
}

function notes({ context }: ExperimentMaterial): string[] {
  const rule =
    'Holds or reversed: the 95 % interval over resampled test images and seeds lies on that side of 0; not seen: it includes 0. With one seed it covers the choice of images only.';
  return context.dataset.kind === 'simulated'
    ? [
        rule,
        'On simulated data a verdict says what happens in the simulation; on the recordings none of this was run here: npm run data -- antolik2016, then npm run reproduce -- --data antolik2016.',
      ]
    : [rule];
}

/** The paper's main claims as rows: printed numbers, ours with interval, verdict. */
export function claimsTable(material: ExperimentMaterial): ResultTable {
  return {
    item: 'claims',
    title: "The paper's main claims",
    caption: provenanceCaption(material.context, finishedRecords(material)),
    columns: [
      { heading: 'Claim' },
      { heading: 'Where' },
      { heading: 'Printed' },
      { heading: 'Measured' },
      { heading: 'Ours [95 %]', digits: 5 },
      { heading: 'Verdict' },
    ],
    rows: claims.flatMap(({ statement, where, evaluate }) =>
      evaluate(material).map(({ scope, printed, ours, verdict }) => [
        text(statement),
        text(where),
        text(printed),
        text(scope),
        ours,
        text(verdict),
      ]),
    ),
    notes: notes(material),
  };
}
