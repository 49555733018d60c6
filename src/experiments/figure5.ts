import { takeRows } from '../data/ndArray';
import { stimuliAndResponses } from '../figures/stimuliAndResponses';
import type { Experiment } from './experiment';
import { provenanceCaption } from './provenanceCaption';

/** Three rows of four. */
const shownStimuli = 12;

/** App. Fig. 5: example stimuli and responses of every region; nothing is trained for it. */
export const figure5: Experiment = {
  item: 'figure5',
  title: 'App. Fig. 5: example stimuli and responses',
  notebook: '00-setup-and-data.ipynb',
  specifications: () => [],
  figure: ({ context, evidence }) => {
    const regions = context.regions.flatMap((region) => evidence.get(region) ?? []);
    if (regions.length === 0) return undefined;
    return stimuliAndResponses({
      title: 'App. Fig. 5. Example stimuli and responses',
      caption: `${provenanceCaption(context, [])} Left: the first test images. Right: responses of all neurons to all test images, mean over trials, strongest neurons on top; the colour scale ends at the 99th percentile.`,
      regions: regions.map(({ region, testStimuli, testResponses }) => ({
        region,
        images: takeRows(
          testStimuli,
          Array.from({ length: Math.min(shownStimuli, testStimuli.shape[0]) }, (_, index) => index),
        ),
        responses: testResponses,
      })),
    });
  },
};
