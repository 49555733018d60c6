/** What the images of a region look like. */
export interface ImageStyle {
  /** Median number of objects in front of the background. */
  readonly objects: number;
  /** Range of object radii in pixels. */
  readonly smallestRadius: number;
  readonly largestRadius: number;
  /** Median standard deviation of the texture on an object, where that of object luminances is 1, and its spread in log units. */
  readonly roughness: number;
  readonly roughnessSpread: number;
  /** Magnification of the texture. */
  readonly textureSize: number;
  /** Strength of the tanh that turns Gaussian luminances into nearly uniform ones; 0 leaves them. */
  readonly saturation: number;
  /** Mean of an image's pixels and its spread over images, in 0 ... 255. */
  readonly brightness: number;
  readonly brightnessSpread: number;
  /** Standard deviation of an image's pixels before clipping, and its spread over images. */
  readonly contrast: number;
  readonly contrastSpread: number;
}

/** What the neurons of a region do. */
export interface PopulationStyle {
  /** Number of neighbourhoods, whatever the number of neurons: groups of cells side by side in cortex, alike in position, orientation and size. */
  readonly neighbourhoods: number;
  /** How far a cell's position, orientation and size are from its neighbourhood's: 0 the same, 1 unrelated. */
  readonly tuningScatter: number;
  /** The same for the phase. */
  readonly phaseScatter: number;
  /**
   * Share of the variance of a cell's drive over images that an input from beyond the receptive field makes, common to all cells.
   * An assumption: the recordings show that cells have more in common than their neighbours, not where it comes from.
   */
  readonly regionInput: number;
  /**
   * The same of an input common to the cells of a neighbourhood.
   * An assumption: on the recordings the best networks leave much of the signal unexplained, whatever it is; here it is conjunctions of remote features.
   */
  readonly neighbourhoodInput: number;
  /** Share of neurons that pool a quadrature pair. */
  readonly complexShare: number;
  /** Share of neurons that hardly depend on the image. */
  readonly unresponsiveShare: number;
  /** Coefficient of variation of the rate over images: quantiles over neurons, equally spaced from the least to the most selective. */
  readonly selectivityQuantiles: readonly number[];
  /** Mean response of a neuron without selectivity, its growth with selectivity, its spread over neurons in log units. */
  readonly baseRate: number;
  readonly rateGain: number;
  readonly rateSpread: number;
  /** Zero inflation: a response is exactly 0 with probability exp(-zeroDecay * sqrt(rate)). */
  readonly zeroDecay: number;
  /** Shape of the gamma distribution of the other responses at rate 0, and its growth with the rate. */
  readonly gammaShape: number;
  readonly gammaShapeGain: number;
}

/** One simulated region. */
export interface RegionParameters {
  readonly region: number;
  readonly neurons: number;
  readonly trainingImages: number;
  readonly trials: number;
  /** Regions with the same name see the same test images. */
  readonly testImageSet: string;
  readonly images: ImageStyle;
  readonly population: PopulationStyle;
}

export const TEST_IMAGES = 50;

// Calibrated against the recordings with seeds 1 to 4, the networks' PCC with seed 1, before any model that reconstructs images was trained; frozen since.
// What each value was matched to stands in its margin; `recordedStatistics` has the recordings' values, notebook 00 the comparison.

const brightScenes: ImageStyle = {
  objects: 14, // energy below 3 cycles / image: mean image .327, DCT-64 .030
  smallestRadius: 1.3, // DCT-100 .021
  largestRadius: 16,
  roughness: 0.45, // DCT-256 .007
  roughnessSpread: 0.9, // spread of the spectrum slopes of single images
  textureSize: 1.1, // DCT-256 .007
  saturation: 0, // pixel histogram with tails, 3 % at 255
  brightness: 116, // mean pixel 114
  brightnessSpread: 60, // 48 between images
  contrast: 64, // 56 after clipping
  contrastSpread: 19, // 16 between images
};

const evenScenes: ImageStyle = {
  objects: 22, // mean image .243, DCT-64 .051
  smallestRadius: 1.1, // DCT-100 .037
  largestRadius: 14,
  roughness: 0.65, // DCT-256 .013
  roughnessSpread: 0.8, // spread of the spectrum slopes of single images
  textureSize: 0.8, // DCT-256 .013
  saturation: 0.8, // kurtosis 1.9: nearly uniform histogram
  brightness: 126, // mean pixel 126
  brightnessSpread: 12, // 13 between images
  contrast: 67, // 66 after clipping
  contrastSpread: 5.5, // 6 between images
};

/** In regions 1, 2, 3. */
const populations: { readonly [Name in keyof PopulationStyle]: readonly PopulationStyle[Name][] } = {
  neighbourhoods: [8, 9, 14], // participation ratio
  tuningScatter: [0.2, 0.2, 0.2], // participation ratio
  phaseScatter: [0.3, 0.3, 0.4], // signal correlation, participation ratio
  regionInput: [0.04, 0.04, 0], // signal correlation
  neighbourhoodInput: [0.12, 0.08, 0.3], // PCC of CNN-FR2
  complexShare: [0.2, 0.12, 0.12], // PCC of the LN model
  unresponsiveShare: [0.04, 0.07, 0.05], // neurons with FEV near 0
  selectivityQuantiles: [[0.25, 0.66, 0.95, 1.22, 2], [0.1, 0.47, 0.74, 1, 1.8], [0.15, 0.6, 0.95, 1.25, 2.05]], // quantiles of sqrt(signal power) / mean; CCmax, FEV
  baseRate: [0.41, 0.51, 0.45], // mean response
  rateGain: [0.15, 0.12, 0.25], // correlation of mean response and FEV, .5 to .6
  rateSpread: [0.15, 0.13, 0.22], // spread of mean responses
  zeroDecay: [1.02, 1.02, 0.96], // share of zeros, at every mean response
  gammaShape: [1.2, 1.25, 1.15], // Fano factor of the trials at low rates
  gammaShapeGain: [0.4, 0.35, 0.22], // and at high rates
};

function populationOf(region: number): PopulationStyle {
  return Object.fromEntries(Object.entries(populations).map(([name, values]) => [name, values[region - 1]])) as unknown as PopulationStyle;
}

export const regionParameters: readonly RegionParameters[] = [
  { region: 1, neurons: 103, trainingImages: 1800, trials: 10, testImageSet: 'A', images: brightScenes, population: populationOf(1) },
  { region: 2, neurons: 55, trainingImages: 1260, trials: 8, testImageSet: 'A', images: brightScenes, population: populationOf(2) },
  { region: 3, neurons: 102, trainingImages: 1800, trials: 12, testImageSet: 'B', images: evenScenes, population: populationOf(3) },
];
