import { autoencoderSignificance } from './autoencoderSignificance';

export const figure4 = autoencoderSignificance('figure4', 'Fig. 4', 'focus');
