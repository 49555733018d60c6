import './logLevel';
import * as tf from '@tensorflow/tfjs-node-gpu';

export { tf };
