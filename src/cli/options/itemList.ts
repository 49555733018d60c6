/** Reads `table2,figure2` and adds it to what an earlier `--only` named. */
export function itemList(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...text.split(',').map((item) => item.trim()).filter((item) => item !== '')];
}
