/** What shapes a network beside its name; undefined takes the reference architecture's value. */
export interface NetworkSettings {
  /** Variance of the pixels around the VAE's reconstruction, on the [-1, 1] scale: puts KL divergence and squared error on one scale. */
  readonly outputVariance?: number | undefined;
  /** The VQ-VAE's "32 x 256": 256 codes of 32 dimensions, or 32 codes of 256 dimensions. */
  readonly codebook?: '256 codes of 32' | '32 codes of 256' | undefined;
  /** `batch`: after every convolution (paper). `none`: a bias in its place, for the regularisation of the autoencoder alone. */
  readonly normalization?: 'batch' | 'none' | undefined;
}
