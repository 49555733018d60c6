import * as tf from '@tensorflow/tfjs';
import { activateBackend } from './selectBackend';

// tfjs has one engine a process, whatever computes in it; everything takes it from here, with a backend that is ready.
activateBackend();

export { tf };
