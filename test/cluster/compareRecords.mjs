// Compares two folders of records: everything but when and on which commit they were made, and the
// weights byte for byte.
//   node test/cluster/compareRecords.mjs FOLDER FOLDER
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';

const folders = process.argv.slice(2);
const names = folders.map((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(json\.gz|safetensors)$/.test(name))
    .sort(),
);

function content(file) {
  if (file.endsWith('.safetensors')) return readFileSync(file);
  const {
    provenance: { startedAt, seconds, commit, ...provenance },
    ...record
  } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  return { ...record, provenance };
}

const different = names[0].filter(
  (name) =>
    names[1].includes(name) &&
    !isDeepStrictEqual(...folders.map((folder) => content(path.join(folder, name)))),
);
const alone = names.flatMap((some, index) =>
  some
    .filter((name) => !names[1 - index].includes(name))
    .map((name) => path.join(folders[index], name)),
);
for (const name of different) console.log(`different: ${name}`);
for (const file of alone) console.log(`only there: ${file}`);
const records = names[0].filter((name) => name.endsWith('.json.gz')).length;
const isSame = records > 0 && different.length + alone.length === 0;
console.log(
  `${records} records and ${names[0].length - records} files of weights: ` +
    `${isSame ? 'identical' : 'NOT identical'}`,
);
process.exitCode = isSame ? 0 : 1;
