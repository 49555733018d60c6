import type { Manifest } from '../../../src/data/antolik2016/manifest';
import { encodeNpy } from '../../../src/data/npy';
import { gitBlobSha1 } from '../../../src/data/publishedFiles';
import { sequence } from '../../oracles/sequence';
import { zipOf, type ZipEntry } from '../zipOf';

const shapes = {
  'region1/training_set.npy': [60, 30],
  'region1/validation_set.npy': [5, 3],
  'region2/training_set.npy': [40, 20],
};

/** Three small files in place of the published ones. */
export const contents = new Map(
  Object.entries(shapes).map(([name, shape]) => [
    name,
    encodeNpy(shape, sequence(shape[0] * shape[1], shape[0]), 'f8'),
  ]),
);

/** The published archive in small: the files in a folder, beside others. */
export const goodEntries: readonly ZipEntry[] = [
  { name: 'S1/README', content: Buffer.from('read me') },
  ...Array.from(contents, ([name, content]) => ({
    name: `S1/Data/${name}`,
    content,
    deflate: true,
  })),
  { name: 'S1/code/run.py', content: Buffer.from('print(1)') },
];
export const goodArchive = zipOf(goodEntries);

export function manifestFor(url: string): Manifest {
  return {
    name: 'small',
    citation: 'Nobody (2016)',
    licence: 'CC BY 4.0',
    article: 'https://example.org/article',
    url,
    files: Array.from(contents, ([name, content]) => ({
      path: name,
      gitBlobSha1: gitBlobSha1(content),
      shape: shapes[name as keyof typeof shapes],
    })),
  };
}
