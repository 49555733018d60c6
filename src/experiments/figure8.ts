import { autoencoderSignificance } from './autoencoderSignificance';

export const figure8 = autoencoderSignificance('figure8', 'App. Fig. 8', 'others');
