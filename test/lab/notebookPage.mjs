import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** What libraries may say on stderr without anything being wrong. */
const harmless = [/^\s*$/];

/**
 * A notebook in a JupyterLab window of 1280 x 900 px, used as a person does: toolbar and menus.
 * What cells hold is read from JupyterLab's own model, since cells out of sight are not drawn.
 */
export async function openNotebook(browser, address, name, { timeoutSeconds = 600 } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const strangers = new Set();
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') strangers.add(request.url());
  });
  page.setDefaultTimeout(timeoutSeconds * 1000);
  const target = new URL(`/lab/workspaces/test-${Date.now()}/tree/${name}`, address);
  target.search = address.search;
  await page.goto(target.href);
  const notebook = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
  await notebook.locator('.jp-Notebook').waitFor();
  await untilExecuted();

  const press = (command) =>
    notebook.locator(`.jp-NotebookPanel-toolbar [data-command="notebook:${command}"]`).click();

  async function choose(menu, item) {
    await page.locator('.lm-MenuBar-item', { hasText: new RegExp(`^${menu}$`) }).click();
    await page.locator('.lm-Menu-item', { hasText: item }).first().click();
  }

  /** Code cells with what they show: `{ index, source, count, state, outputs }`. */
  const codeCells = () =>
    page.evaluate(() => {
      const { content } = globalThis.jupyterapp.shell.currentWidget;
      return content.widgets.flatMap(({ model }, index) =>
        model.type === 'code'
          ? [
              {
                index,
                source: model.sharedModel.getSource(),
                count: model.executionCount,
                state: model.executionState,
                outputs: model.outputs.toJSON(),
              },
            ]
          : [],
      );
    });

  /** Sentences about cells that failed, were skipped or complained. */
  async function complaints() {
    const cells = await codeCells();
    return cells.flatMap(({ index, source, count, outputs }) => {
      const where = `cell ${index + 1} (${source.split('\n')[0].slice(0, 60)})`;
      if (source.trim() === '') return [];
      if (count === null) return [`${where} was not executed`];
      return outputs.flatMap((output) => {
        if (output.output_type === 'error') return [`${where} failed: ${output.evalue}`];
        if (output.output_type !== 'stream' || output.name !== 'stderr') return [];
        const lines = [output.text]
          .flat()
          .join('')
          .split('\n')
          .filter((line) => !harmless.some((known) => known.test(line)));
        return lines.length === 0
          ? []
          : [`${where} wrote to stderr: ${lines.slice(0, 5).join(' | ')}`];
      });
    });
  }

  /** Text that has stood in the last output line of running cells, in the order of its changes. */
  async function watchWhile(finished) {
    const seen = [];
    let isOver = false;
    const over = finished.finally(() => (isOver = true));
    while (!isOver) {
      const lines = await notebook.locator('.jp-OutputArea-output code').allTextContents();
      for (const line of lines) if (/step \d+/.test(line) && !seen.includes(line)) seen.push(line);
      await Promise.race([over.catch(() => undefined), page.waitForTimeout(100)]);
    }
    await over;
    return seen;
  }

  /**
   * Waits until the cells that were asked for have been executed; a cell that fails ends the queue.
   */
  async function untilExecuted() {
    await page.waitForFunction(
      () => {
        const { content, sessionContext } = globalThis.jupyterapp?.shell.currentWidget ?? {};
        if (!sessionContext?.isReady) return false;
        const isWaiting = content.widgets.some(
          ({ model }) => model.type === 'code' && model.executionState === 'running',
        );
        return !isWaiting && sessionContext.session?.kernel?.status === 'idle';
      },
      undefined,
      { polling: 250 },
    );
  }

  return {
    page,
    strangers,
    codeCells,
    complaints,
    untilExecuted,
    watchWhile,
    /** Run > Run All Cells, without waiting. */
    startAll: () => choose('Run', 'Run All Cells'),
    interrupt: () => press('interrupt-kernel'),
    restartAndRunAll: async () => {
      await press('restart-run-all');
      await page.locator('.jp-Dialog .jp-mod-accept').click();
    },
    /** Selects a cell (index among all cells) and runs it. */
    runCell: async (index) => {
      await page.evaluate((cell) => {
        const { content } = globalThis.jupyterapp.shell.currentWidget;
        content.activeCellIndex = cell;
        return content.scrollToItem(cell);
      }, index);
      await press('run-cell-and-select-next');
    },
    /**
     * Plotly's own copies of the figures that it has drawn; scrolls through the notebook, since
     * cells out of sight are drawn late.
     */
    drawnFigures: async () => {
      await scrollThrough(() => undefined);
      return notebook
        .locator('.js-plotly-plot:has(.main-svg)')
        .evaluateAll((plots) => plots.map(({ data, layout }) => ({ data, layout })));
    },
    /** Outputs that stick out of the notebook's column: what they are. */
    tooWide: () =>
      notebook.locator('.jp-OutputArea-output').evaluateAll((outputs) =>
        outputs.flatMap((output) => {
          const width = Math.max(
            output.scrollWidth,
            ...[...output.querySelectorAll('.js-plotly-plot, table, svg.main-svg')].map(
              (drawn) => drawn.getBoundingClientRect().width,
            ),
          );
          return output.clientWidth > 0 && width > output.clientWidth + 2
            ? [
                `${output.textContent.trim().split('\n')[0].slice(0, 50)} ` +
                  `(${Math.round(width)} of ${output.clientWidth} px)`,
              ]
            : [];
        }),
      ),
    /**
     * Waits until the progress line of a running cell has been rewritten, and its curve drawn
     * again, some times.
     */
    untilProgress: async (index, changes) => {
      const seen = new Set();
      const pictures = new Set();
      while (seen.size <= changes || pictures.size <= changes) {
        const { outputs, state } = (await codeCells()).find((cell) => cell.index === index);
        const text = outputs.map(({ data }) => data?.['text/plain'] ?? '').join('\n');
        if (/step \d+/.test(text)) seen.add(text);
        for (const { data } of outputs)
          if (data?.['image/svg+xml']) pictures.add(String(data['image/svg+xml']).length);
        if (state !== 'running' && seen.size > 0)
          throw new Error(`Cell ${index + 1} ended before it could be interrupted.`);
        await page.waitForTimeout(100);
      }
    },
    /** Pictures of the whole notebook, window by window. */
    photograph: async (folder, prefix) => {
      mkdirSync(folder, { recursive: true });
      await scrollThrough((number) =>
        page.screenshot({
          path: path.join(folder, `${prefix}-${String(number).padStart(2, '0')}.png`),
        }),
      );
    },
    close: () => page.close(),
  };

  async function scrollThrough(visit) {
    const scroller = notebook.locator('.jp-WindowedPanel-outer');
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    for (let number = 1; ; number++) {
      await page.waitForTimeout(700);
      await visit(number);
      const isAtEnd = await scroller.evaluate((element) => {
        const before = element.scrollTop;
        element.scrollBy(0, element.clientHeight - 60);
        return element.scrollTop - before < 5;
      });
      if (isAtEnd) return;
    }
  }
}
