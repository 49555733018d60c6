import path from 'node:path';
import { DATA_FOLDER } from '../layout';
import type { OfferedFile } from '../publishedFiles';
import fileList from './files.json';

/**
 * MobileNet v1 1.0 224 as its publisher offers it for tfjs: the description of all layers, and the
 * weights up to `conv_pw_12`; those of block 13 and the classifier are not needed.
 */
export const mobilenetV1 = {
  citation:
    'MobileNet v1 1.0 224, trained on ImageNet: Howard AG et al. (2017) MobileNets: Efficient ' +
    'Convolutional Neural Networks for Mobile Vision Applications. arXiv 1704.04861',
  licence: 'Apache-2.0, TensorFlow models',
  url: 'https://storage.googleapis.com/tfjs-models/tfjs/mobilenet_v1_1.0_224',
  /** Where it is installed. */
  folder: path.join(DATA_FOLDER, 'mobilenet-v1'),
  files: fileList as readonly (OfferedFile & { readonly sha256: string })[],
} as const;
