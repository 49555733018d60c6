import type { Autoencoder } from './autoencoder';
import { declareDenseCode, decodeDenseCode, denseCode, denseCodeBits } from './denseCode';

/** Convolutional autoencoder: a dense code of 100 numbers, L2 loss. */
export const cae: Autoencoder = {
  declare: declareDenseCode,
  reconstruct: (pass, hidden) => ({ images: decodeDenseCode(pass, denseCode(pass, hidden)), latentLoss: undefined }),
  code: denseCode,
  summarise: () => ({ bitsPerImage: denseCodeBits, activeUnits: null, usedCodes: null, perplexity: null }),
};
