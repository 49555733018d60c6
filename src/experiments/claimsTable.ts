import { textCell, type ResultTable } from '../figures/resultTable';
import { claims } from './claims';
import type { ExperimentMaterial } from './experiment';
import { caution } from './findings/words';
import { finishedRecords } from './finishedRecords';
import { provenanceCaption } from './provenanceCaption';

function notes({ context }: ExperimentMaterial): string[] {
  const rule =
    'Holds or reversed: the 95 % interval over resampled test images and seeds lies on that side of 0; not seen: it includes 0. With one seed it covers the choice of images only.';
  const control =
    'CAE-FR and the CAE differ in more than the responses, because each has the sparsity of h_i that its own search chose; what the responses do is the row beside a CAE that is as sparse.';
  return context.dataset.kind === 'simulated'
    ? [
        rule,
        control,
        'On simulated data a verdict says what happens in the simulation; on the recordings none of this was run here: npm run data -- antolik2016, then npm run reproduce -- --data antolik2016.',
      ]
    : [rule, control];
}

const kindsOfVerdict = ['holds', 'not seen', 'reversed', 'not run here', 'trained too shortly'] as const;

/** How many rows of every claim got which verdict, one sentence a claim. */
export function describeClaims(material: ExperimentMaterial): string[] {
  return [
    ...caution(material.context),
    ...claims.map(({ statement, evaluate }) => {
      const verdicts = evaluate(material).map(({ verdict }) => verdict);
      const counts = kindsOfVerdict
        .map((kind) => ({ kind, count: verdicts.filter((verdict) => verdict.startsWith(kind)).length }))
        .filter(({ count }) => count > 0);
      return `${statement} ${verdicts.length === 1 ? 'One row' : `${verdicts.length} rows`}: ${counts.map(({ kind, count }) => `${kind} in ${count}`).join(', ')}.`;
    }),
  ];
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
        textCell(statement),
        textCell(where),
        textCell(printed),
        textCell(scope),
        ours,
        textCell(verdict),
      ]),
    ),
    notes: notes(material),
  };
}
