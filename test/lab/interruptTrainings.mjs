import { openNotebook } from './notebookPage.mjs';

const name = 'interrupt.ipynb';
/** Indices among all cells of the fixture. */
const cell = { imports: 1, table: 2, open: 3, training: 4, further: 5 };

const textOf = (outputs) =>
  outputs.flatMap(({ data, text }) => data?.['text/plain'] ?? text ?? '').join('\n');

/**
 * Stops a training that makes a record with the stop button. After it, further cells must work in
 * the same kernel.
 * @returns what went wrong, in sentences
 */
export async function interruptTrainings(browser, address, screenshots) {
  const problems = [];
  const notebook = await openNotebook(browser, address, name, { timeoutSeconds: 180 });
  const read = async (index) => (await notebook.codeCells()).find((found) => found.index === index);
  const run = async (index) => {
    await notebook.runCell(index);
    await notebook.untilExecuted();
    return read(index);
  };
  const stopDuring = async (index) => {
    await notebook.runCell(index);
    await notebook.untilProgress(index, 2);
    const pressed = performance.now();
    await notebook.interrupt();
    await notebook.untilExecuted();
    const stopped = await read(index);
    console.log(
      `interrupt: cell ${index + 1} ended ${Math.round(performance.now() - pressed)} ms ` +
        `after the button: ${textOf(stopped.outputs).split('\n').slice(0, 3).join(' | ')}`,
    );
    return stopped;
  };
  try {
    await run(cell.imports);
    const table = await run(cell.table);
    if (!String(table.outputs[0]?.data?.['text/html']).includes('<table'))
      problems.push('a danfo DataFrame is not shown as a table');
    await run(cell.open);

    await stopDuring(cell.training);
    const before = textOf((await read(cell.training)).outputs);
    // tslab skips what it is asked within 200 ms of a failed cell.
    await notebook.page.waitForTimeout(500);
    const further = textOf((await run(cell.further)).outputs);
    if (!further.includes('the kernel still answers'))
      problems.push(`a cell after the interrupt fails: ${further}`);
    await notebook.page.waitForTimeout(3000);
    if (textOf((await read(cell.training)).outputs) !== before)
      problems.push('the training went on after the interrupt');
    await notebook.photograph(screenshots, 'interrupt');
    return problems;
  } finally {
    await notebook.close();
  }
}
