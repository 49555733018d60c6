/** What an untrained readout is told about the neurons it will fit: from training images and responses only. */
export interface NeuronStatistics {
  /** [M], each neuron's mean response: the prediction before any training. */
  readonly meanResponses: Float32Array;
  /** [row, column] of each neuron's receptive field in image pixels, as far as it can be located; computed when it is asked for. */
  readonly receptiveFieldCentres: () => readonly (readonly [row: number, column: number])[];
}

/** Stands in for data where only shapes matter: every neuron has mean 1 and looks at the middle of the image. */
export function placeholderNeurons(count: number, imageSize: number): NeuronStatistics {
  return {
    meanResponses: new Float32Array(count).fill(1),
    receptiveFieldCentres: () => Array.from({ length: count }, () => [imageSize / 2, imageSize / 2] as const),
  };
}
