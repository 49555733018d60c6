import { reconstructionExperiment } from './reconstructionExperiment';

/** App. Fig. 7. */
export const figure7 = reconstructionExperiment('figure7', 'App. Fig. 7', 2);
