import path from 'node:path';
import ts from 'typescript';
import { codeCells, type NotebookSource } from './notebookSource';

const root = path.join(__dirname, '..', '..');

/**
 * The tests' own strictness and the library by its name; top-level await as the kernel has it.
 * Stubs may leave parameters unused.
 */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [path.join(root, 'node_modules', '@types')],
  baseUrl: root,
  paths: { 'dae-nr': ['src/index.ts'] },
};

/** A module made of the code cells of a notebook. */
export interface NotebookModule {
  readonly name: string;
  readonly cells: readonly string[];
}

export function moduleOf(notebook: NotebookSource): NotebookModule {
  return { name: notebook.name, cells: codeCells(notebook).map(({ text }) => text) };
}

function fileOf({ name }: NotebookModule): string {
  return path.join(root, 'notebooks', `${name}.ts`);
}

/** The cell, counted from 1, in which a position of the module lies, and the line in it. */
function place({ cells }: NotebookModule, line: number): string {
  let first = 0;
  for (const [index, cell] of cells.entries()) {
    const next = first + cell.split('\n').length;
    if (line < next) return `cell ${index + 1}, line ${line - first + 1}`;
    first = next;
  }
  return 'after the last cell';
}

/** Type errors of notebooks under strict rules, one line each with notebook and cell. */
export function strictErrors(modules: readonly NotebookModule[]): readonly string[] {
  const texts = new Map(modules.map((module) => [fileOf(module), module.cells.join('\n')]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists.call(host, file);
  host.readFile = (file) => texts.get(path.normalize(file)) ?? readFile.call(host, file);
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(path.normalize(file));
    return text === undefined
      ? getSourceFile.call(host, file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  };
  // The library's own declarations of untyped packages belong to the program as well.
  const declarations = ts.sys.readDirectory(path.join(root, 'src', 'types'), ['.d.ts']);
  const program = ts.createProgram([...texts.keys(), ...declarations], options, host);
  return modules.flatMap((module) => {
    const source = program.getSourceFile(fileOf(module))!;
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map((diagnostic) => {
      const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      return (
        `${module.name}, ${place(module, line)}: ` +
        `${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
      );
    });
  });
}
