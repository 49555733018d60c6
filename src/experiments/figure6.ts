import { reconstructionExperiment } from './reconstructionExperiment';

/** App. Fig. 6. */
export const figure6 = reconstructionExperiment('figure6', 'App. Fig. 6', 1);
