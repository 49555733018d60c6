import type { TableCell } from '../figures/resultTable';
import type { RegionEvidence } from './evidence';
import type { Experiment } from './experiment';
import { hasPaperCounterpart, paperValues } from './paperValues';
import { provenanceCaption } from './provenanceCaption';

const sizes = [
  { heading: 'neurons', own: (evidence: RegionEvidence) => evidence.neurons, key: 'neurons' },
  { heading: 'training images', own: (evidence: RegionEvidence) => evidence.trainingImages, key: 'trainingImages' },
  { heading: 'test images', own: (evidence: RegionEvidence) => evidence.testStimuli.shape[0], key: 'testImages' },
  { heading: 'trials', own: (evidence: RegionEvidence) => evidence.trials, key: 'trials' },
] as const;

function text(value: number | undefined): TableCell {
  return { kind: 'text', text: value === undefined ? '' : String(value) };
}

/** Our counterpart of App. Table 7, which is not available: neurons and images of every region, counted in the data. */
export const table7: Experiment = {
  item: 'table7',
  title: 'App. Table 7: neurons and images of every region',
  notebook: '00-setup-and-data.ipynb',
  specifications: () => [],
  table: ({ context, evidence }) => {
    const isCompared = hasPaperCounterpart(context);
    return {
      item: 'table7',
      title: 'App. Table 7 (our counterpart). Neurons and images',
      caption: provenanceCaption(context, []),
      columns: [
        { heading: 'Region' },
        ...sizes.map(({ heading }) => ({ group: 'this data set', heading })),
        ...(isCompared ? sizes.map(({ heading }) => ({ group: 'published recordings', heading })) : []),
      ],
      rows: context.regions
        .flatMap((region) => evidence.get(region) ?? [])
        .map((region) => {
          const published = paperValues.antolik2016.values[`region${region.region}`];
          return [
            text(region.region),
            ...sizes.map(({ own }) => text(own(region))),
            ...(isCompared ? sizes.map(({ key }) => text(published?.[key])) : []),
          ];
        }),
      notes: isCompared ? [`Published recordings: ${paperValues.antolik2016.source}.`] : [],
    };
  },
};
