import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot } from './project.mjs';

const tensorFlow = '@tensorflow/tfjs';

async function bundle(input, file, external, finished) {
  const bundled = await rollup({ input, external, plugins: [dts({ respectExternal: true, tsconfig: inRoot('tsconfig.json') })] });
  const { output } = await bundled.generate({ paths: { [tensorFlow]: './tfjs' } });
  writeFileSync(file, finished(output[0].code));
}

/** tfjs adds chained operations to its tensors from 137 files; in one file they are of the module itself, without the numbers that rollup gives to names. */
const merged = (code) => code.replaceAll("'../../tensor'", "'./tfjs'").replace(/\b(Scalar|Tensor[1-6]D)\$1\b/g, '$1');

/** The kernel writes down the type of every variable of a cell, so each has to have a name that can be imported. */
function withEveryTypeNamed(code) {
  const exported = new Set(code.slice(code.lastIndexOf('\nexport {')).match(/[\w$]+/g));
  const names = [...code.matchAll(/^(?:declare (?:abstract )?)?(?:interface|type|class) ([\w$]+)/gm)].map(([, name]) => name);
  return `${code}\nexport type { ${[...new Set(names)].filter((name) => !exported.has(name)).join(', ')} };\n`;
}

/**
 * Puts the declarations of the public interface, 930 files with those of tfjs and zod, into `index.d.ts` and `tfjs.d.ts`: the kernel
 * goes through all files of its program at every cell, which costs it twice as much as checking the cell.
 * @param folder of the compiled library
 */
export async function bundlePublicTypes(folder) {
  const typesOf = (name) => path.join(inRoot('node_modules', name), JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8')).types);
  const index = path.join(folder, 'index.d.ts');
  await bundle(typesOf(tensorFlow), path.join(folder, 'tfjs.d.ts'), [/^node:/], merged);
  await bundle(index, index, [/^node:/, 'plotly.js', tensorFlow], withEveryTypeNamed);
}
