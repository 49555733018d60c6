import { modelScheme, type SchemeLayer } from '../figures/modelScheme';
import { architecture } from '../models/architecture';
import type { Experiment } from './experiment';

/** The layer that the picture reads out; the paper's tables have all four. */
const readLayer = 2;

function named(name: string | undefined, { size, channels }: { readonly size: number; readonly channels: number }): SchemeLayer {
  return { label: `${name === undefined ? '' : `h<sub>${name}</sub><br>`}${size}×${size}×${channels}`, size, channels };
}

/** Fig. 1: the scheme of DAE, CNN with readout, and DAE-NR, drawn from the architecture that trains. */
export const figure1: Experiment = {
  item: 'figure1',
  title: 'Fig. 1: DAE, CNN with readout, DAE-NR',
  notebook: '04-dae-nr.ipynb',
  specifications: () => [],
  figure: () =>
    modelScheme({
      title: 'Fig. 1. Three networks from the same parts',
      caption: `A scheme, drawn anew; no data are shown. Below each layer its grid and its channels. The readout takes layer h${readLayer} here; any of the four can be read. s: responses, ŝ: predictions, x: image, x̂: reconstruction.`,
      encoder: architecture.encoder.map((layer, index) => named(String(index + 1), layer)),
      code: { label: `${architecture.latentDimensions} numbers`, size: 1, channels: architecture.latentDimensions },
      decoder: architecture.decoder.map((layer) => named(undefined, layer)),
      readLayer,
    }),
};
