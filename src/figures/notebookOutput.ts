/** One output of a notebook cell in several formats; the reader's program takes the richest that it knows. */
export type OutputBundle = Readonly<Record<string, unknown>>;

/** tslab's own sender. Its public API sends one format per output, so that Plotly figures would have no static fallback. */
type TslabSender = (message: { data: OutputBundle; metadata: object; transient: { display_id?: string } }, isUpdate: boolean) => void;

/** Private to tslab 1.0.22, so everything here works without it; used only where its kernel has loaded it already. */
function tslabSender(): TslabSender | null | undefined {
  const loaded = Object.entries(require.cache).find(([file]) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  return (loaded?.[1]?.exports as { lastWriteDisplayData?: TslabSender | null } | undefined)?.lastWriteDisplayData;
}

/** Sends an output to the notebook; outside of one its text is printed. */
export function sendOutput(bundle: OutputBundle, displayId?: string, isUpdate = false): void {
  const write = tslabSender();
  if (write) write({ data: bundle, metadata: {}, transient: displayId === undefined ? {} : { display_id: displayId } }, isUpdate);
  else if (!isUpdate) process.stdout.write(`${String(bundle['text/plain'])}\n`);
}

/** Text as HTML content or attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}
