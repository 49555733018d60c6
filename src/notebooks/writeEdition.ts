import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { editionOf, type Edition } from './edition';
import type { RawNotebook } from './exercise';

/** What was written into the folder of an edition, by file name: a hash of its bytes. */
type Written = Readonly<Record<string, string>>;

const writtenFile = '.written.json';
const notesFile = 'teaching-notes.md';
/** What notebooks show and link to. */
const companions = /^(README|glossary)\.md$|\.svg$/;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const readText = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** A notebook from its file. @throws UserError where the file is none */
export async function readNotebook(file: string): Promise<RawNotebook> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RawNotebook;
  } catch {
    throw new UserError(`${file} is not a notebook: it cannot be read as JSON.`);
  }
}

/** The lecturer's notes by notebook: below `## 01-metrics` what goes into that one. */
export function notesByNotebook(markdown: string): ReadonlyMap<string, string> {
  const parts = markdown.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).trim(), part.slice(end).trim()] as const;
    }),
  );
}

/** What became of the copy of a notebook. */
export type Copied =
  | { readonly name: string; readonly outcome: 'written' | 'unchanged' | 'kept' }
  /** The reader has changed the copy, and the notebook has moved on: the new one lies beside it. */
  | { readonly name: string; readonly outcome: 'beside'; readonly beside: string };

/** Writes a text unless a reader has changed what lies there. */
async function writeCopy(
  folder: string,
  name: string,
  text: string,
  written: Written,
): Promise<Copied> {
  const there = await readText(path.join(folder, name));
  if (there === text) return { name, outcome: 'unchanged' };
  if (there !== undefined && hashOf(there) !== written[name]) {
    // The version that the reader has started from is still the newest.
    if (written[name] === hashOf(text)) return { name, outcome: 'kept' };
    const beside = name.replace(/\.ipynb$/, `.new-${hashOf(text).slice(0, 6)}.ipynb`);
    if ((await readText(path.join(folder, beside))) === undefined)
      await writeWhole(path.join(folder, beside), text);
    return { name, outcome: 'beside', beside };
  }
  await writeWhole(path.join(folder, name), text);
  return { name, outcome: 'written' };
}

/**
 * Makes an edition of every notebook of a folder in another one. What a reader has changed there
 * is never touched: a new version of such a notebook is written beside it.
 * @param sources the folder of the notebooks, with the lecturer's notes and the pictures
 * @returns what became of each, in order
 */
export async function writeEdition(
  sources: string,
  folder: string,
  edition: Edition,
): Promise<readonly Copied[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(sources)).sort();
  const notes = notesByNotebook((await readText(path.join(sources, notesFile))) ?? '');
  const record = path.join(folder, writtenFile);
  const written: Record<string, string> = JSON.parse((await readText(record)) ?? '{}');
  const copied: Copied[] = [];
  for (const name of names.filter((one) => one.endsWith('.ipynb'))) {
    const source = await readNotebook(path.join(sources, name));
    const made = editionOf(name, source, edition, notes.get(name.replace(/\.ipynb$/, '')));
    const text = `${JSON.stringify(made, null, 1)}\n`;
    const copy = await writeCopy(folder, name, text, written);
    if (copy.outcome === 'written' || copy.outcome === 'unchanged') written[name] = hashOf(text);
    copied.push(copy);
  }
  for (const name of names.filter((one) => companions.test(one)))
    await copyFile(path.join(sources, name), path.join(folder, name));
  await writeWhole(record, `${JSON.stringify(written, null, 1)}\n`);
  return copied;
}
