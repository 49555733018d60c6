interface NotebookCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
}

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A cell without what an execution leaves by chance. */
export interface StrippedCell {
  readonly source: string;
  readonly outputs: readonly unknown[];
}

/** Lines are kept as a list or as one text. */
function textOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : value.join('');
}

const durations = /\b\d+(\.\d+)? (s|ms|min|seconds)\b/g;
const numbers = /-?\d+(\.\d+)?(e-?\d+)?/g;

/**
 * Records and shipped baselines are the same everywhere; what a notebook computes and trains itself
 * has the rounding of its processor.
 */
function comesFromRecords(source: string): boolean {
  return /\breproduction\.\w+\(/.test(source) || /\btableFrame\b/.test(source);
}

/** Kind and name of every trace instead of its numbers. */
function traces(figure: unknown): unknown {
  const { data } = figure as {
    readonly data: readonly { readonly type?: string; readonly name?: string }[];
  };
  return data.map(({ type, name }) => [type, name]);
}

/**
 * Pictures have a Plotly figure beside them that says the same in numbers; that there is one
 * counts.
 */
function stripData(mime: string, value: unknown, isExact: boolean): unknown {
  if (mime.startsWith('image/')) return 'picture';
  if (mime === 'application/vnd.plotly.v1+json') return isExact ? value : traces(value);
  const text = textOf(value as string | readonly string[]).replace(durations, '# s');
  return isExact ? text : text.replace(numbers, '#');
}

function stripOutput(output: Output, isExact: boolean): unknown {
  const { output_type: type, name, text, data = {} } = output;
  return {
    type,
    name,
    text: text === undefined ? undefined : stripData('text/plain', text, isExact),
    data: Object.fromEntries(
      Object.entries(data).map(([mime, value]) => [mime, stripData(mime, value, isExact)]),
    ),
  };
}

/**
 * The cells of an executed notebook, without ids, times and pictures; numbers only where they come
 * from records.
 */
export function stripNotebook(json: string): readonly StrippedCell[] {
  const { cells } = JSON.parse(json) as { readonly cells: readonly NotebookCell[] };
  return cells.map(({ source, outputs = [] }) => {
    const text = textOf(source);
    return {
      source: text,
      outputs: outputs.map((output) => stripOutput(output as Output, comesFromRecords(text))),
    };
  });
}
