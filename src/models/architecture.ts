/**
 * The reference architecture. Assumption throughout: the paper's appendix Table 14 is not
 * available; its text gives 32 x 32 x 1 images, four readout layers, batch norm and ELU after every
 * convolution, tanh at the end and a latent dimension of 100.
 */
export const architecture = {
  imageSize: 32, // paper
  latentDimensions: 100, // paper
  encoder: [
    { kernel: 4, stride: 2, channels: 32, size: 16 }, // h_1 [16, 16, 32]
    { kernel: 4, stride: 2, channels: 64, size: 8 }, // h_2 [8, 8, 64]
    { kernel: 3, stride: 1, channels: 64, size: 8 }, // h_3 [8, 8, 64]
    { kernel: 3, stride: 1, channels: 64, size: 8 }, // h_4 [8, 8, 64]
  ],
  decoder: [
    { kernel: 3, stride: 1, channels: 64, size: 8, transposed: false },
    { kernel: 3, stride: 1, channels: 64, size: 8, transposed: false },
    { kernel: 4, stride: 2, channels: 32, size: 16, transposed: true },
  ],
  readoutDropout: 0.5, // Klindt et al. 2017, for the fully connected readout
  output: { kernel: 4, stride: 2, channels: 1, size: 32 },
  // VAE: variance of the pixels around the reconstruction, near the CAE's validation MSE.
  outputVariance: 0.04,
  quantization: {
    dimensions: 32, // the paper's "32 x 256" read as dimensions x codes
    codes: 256,
    commitment: 0.25, // van den Oord et al. 2017
    // Well below the vectors' own deviation of about 1: codes as long as the vectors leave all but
    // the few shortest unused from the start.
    initialCodeDeviation: 0.1,
  },
} as const;

/** Side and channels of layer h_i. */
export function layerShape(layer: number): { readonly size: number; readonly channels: number } {
  const { size, channels } = architecture.encoder[layer - 1];
  return { size, channels };
}

/** What shapes a network beside its name; undefined takes the reference architecture's value. */
export interface NetworkSettings {
  /**
   * Variance of the pixels around the VAE's reconstruction, on the [-1, 1] scale: puts KL
   * divergence and squared error on one scale.
   */
  readonly outputVariance?: number | undefined;
  /**
   * `batch`: after every convolution (paper). `none`: a bias in its place, for the regularisation
   * of the autoencoder alone.
   */
  readonly normalization?: 'batch' | 'none' | undefined;
  /** Numbers in the code of CAE and VAE, for the question how much a longer code would help. */
  readonly latentDimensions?: number | undefined;
}
