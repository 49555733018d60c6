import { openDataset } from '../data/dataset';
import { serveRuns } from './serveRuns';
import { trainer } from './trainer';

serveRuns({ openDataset: ({ name, ...options }) => openDataset(name, options), trainer });
