// Puts the declarations of the public interface, 930 files with those of tfjs and zod, into `index.d.ts` and `tfjs.d.ts` of the build:
// the kernel goes through all files of its program at every cell, which costs it as much as checking the cell.
import path from 'node:path';
import { dts } from 'rollup-plugin-dts';

const tensorFlow = '@tensorflow/tfjs';

const changed = (name, renderChunk) => ({ name, renderChunk });

/** tfjs adds chained operations to its tensors from 137 files; in one file they are of the module itself, without the numbers that rollup gives to names. */
const merged = (code) =>
  code.replaceAll("'../../tensor'", "'./tfjs'").replace(/\b(Scalar|Tensor[1-6]D)\$1\b/g, '$1');

/** The kernel writes down the type of every variable of a cell, so each has to have a name that can be imported. */
function withEveryTypeNamed(code) {
  const exported = code.slice(code.lastIndexOf('\nexport {')).match(/[\w$]+/g);
  const names = [
    ...code.matchAll(/^(?:declare (?:abstract )?)?(?:interface|type|class) ([\w$]+)/gm),
  ].map(([, name]) => name);
  return `${code}\nexport type { ${[...new Set(names)].filter((name) => !exported.includes(name)).join(', ')} };\n`;
}

/** `--configFolder`: the compiled library. */
export default ({ configFolder }) => {
  const declarations = dts({
    respectExternal: true,
    tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
  });
  const bundle = (input, name, change, ...external) => ({
    input,
    external: [/^node:/, ...external],
    plugins: [declarations, changed('one file', change)],
    output: { file: path.join(configFolder, name), paths: { [tensorFlow]: './tfjs' } },
  });
  return [
    bundle(path.join('node_modules', tensorFlow, 'dist', 'index.d.ts'), 'tfjs.d.ts', merged),
    bundle(
      path.join(configFolder, 'index.d.ts'),
      'index.d.ts',
      withEveryTypeNamed,
      'plotly.js',
      tensorFlow,
    ),
  ];
};
