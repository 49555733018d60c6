import type { GitFile } from '../publishedFiles';

/** What a published data set is, where it is, and how the contents of its files are recognised. */
export interface Manifest {
  readonly name: string;
  readonly citation: string;
  readonly licence: string;
  /** The article's page, where a person finds the supplement. */
  readonly article: string;
  readonly url: string;
  /** The files that are taken out of it: those at any `.../Data/<path>`, all of type `<f8`. */
  readonly files: readonly (GitFile & { readonly shape: readonly number[] })[];
}

/** Natural images and responses of three patches of mouse V1. */
export const antolik2016: Manifest = {
  name: 'antolik2016',
  citation:
    'Antolik J, Hofer SB, Bednar JA, Mrsic-Flogel TD (2016) Model Constrained by Visual ' +
    'Hierarchy Improves Prediction of Neural Responses to Natural Scenes. PLoS Comput Biol ' +
    '12(6): e1004927',
  licence: 'CC BY 4.0',
  article: 'https://doi.org/10.1371/journal.pcbi.1004927',
  url: 'https://doi.org/10.1371/journal.pcbi.1004927.s001',
  files: [
    {
      path: 'region1/raw_validation_set.npy',
      gitBlobSha1: 'bb035250a7d8d41845f3020873f1caaec3a7cd51',
      shape: [10, 50, 103],
    },
    {
      path: 'region1/training_inputs.npy',
      gitBlobSha1: '25bd6a7def8597163033d762b81a8c1ebaee4ef5',
      shape: [1800, 961],
    },
    {
      path: 'region1/training_set.npy',
      gitBlobSha1: '8310ad6e4730e87c67665268b7cc241f7fe08750',
      shape: [1800, 103],
    },
    {
      path: 'region1/validation_inputs.npy',
      gitBlobSha1: '90cec1e39be2fec8afa60a0e3efa26edd9144991',
      shape: [50, 961],
    },
    {
      path: 'region1/validation_set.npy',
      gitBlobSha1: 'a42b03968db1bf1611391208204d42808621d66b',
      shape: [50, 103],
    },
    {
      path: 'region2/raw_validation_set.npy',
      gitBlobSha1: '003e9691a949d74138f93e9aa7fe8b6df590cca7',
      shape: [8, 50, 55],
    },
    {
      path: 'region2/training_inputs.npy',
      gitBlobSha1: '5651e3bdfe6d6f140d3236af14db0ddd1b56dd4d',
      shape: [1260, 961],
    },
    {
      path: 'region2/training_set.npy',
      gitBlobSha1: '30b75833134777834421829d92d1e1c26a99f694',
      shape: [1260, 55],
    },
    {
      path: 'region2/validation_inputs.npy',
      gitBlobSha1: '90cec1e39be2fec8afa60a0e3efa26edd9144991',
      shape: [50, 961],
    },
    {
      path: 'region2/validation_set.npy',
      gitBlobSha1: '97ead8a022f5f4a06b5bdbfba260aecc3c3dd8d1',
      shape: [50, 55],
    },
    {
      path: 'region3/raw_validation_set.npy',
      gitBlobSha1: '5c4edcd99118b3d1635aeee2b99f595d4b2dee99',
      shape: [12, 50, 102],
    },
    {
      path: 'region3/training_inputs.npy',
      gitBlobSha1: '1ccc45c1c07c5002b9a01ca4793f03905eb2ce98',
      shape: [1800, 961],
    },
    {
      path: 'region3/training_set.npy',
      gitBlobSha1: '6a9c9b94125f94de8f7864dde483f9eff8043bf3',
      shape: [1800, 102],
    },
    {
      path: 'region3/validation_inputs.npy',
      gitBlobSha1: 'b96cbbad2436226f1fb4c659df3715133a668d7f',
      shape: [50, 961],
    },
    {
      path: 'region3/validation_set.npy',
      gitBlobSha1: '6ad9f92f008fde9fa9042bcfcdf803bb352a9269',
      shape: [50, 102],
    },
  ],
};
