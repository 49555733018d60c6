import { installArchive } from '../../src/data/antolik2016/installArchive';
import { manifestFor } from '../data/antolik2016/fixture';

/** Fetches the small archive: `installProcess.ts URL FOLDER`. */
const [url, dataFolder] = process.argv.slice(2);
void installArchive(manifestFor(url), {
  dataFolder,
  confirm: async () => true,
  onStage: () => undefined,
  onProgress: () => undefined,
});
