import { reconstructionExperiment } from './reconstructionExperiment';

/** Fig. 2: region 3, where the paper's effect is largest. */
export const figure2 = reconstructionExperiment('figure2', 'Fig. 2', 3);
