import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Row } from '../figures/table';
import { executeNotebooks, type ExecutionEvent } from './executeNotebooks';
import { writeEdition } from './writeEdition';

/** Free space that a course wants: it writes little, but a full disk stops it. */
const wantedBytes = 2e9;
/** No cell of the course should let a room wait for longer. */
const patientSeconds = 10;

export interface CourseCheck {
  readonly rows: readonly Row[];
  readonly isWell: boolean;
}

interface Finding extends Row {
  readonly what: string;
  readonly state: 'well' | 'slow' | 'MISSING' | 'FAILED';
  readonly found: string;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function findRecords(folder: string): Promise<Finding> {
  const names = await readdir(folder).catch((): string[] => []);
  const records = names.filter((name) => name.endsWith('.json.gz'));
  const sizes = await Promise.all(records.map((name) => stat(path.join(folder, name))));
  const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
  return {
    what: `records ${path.basename(folder)}`,
    state: records.length > 0 ? 'well' : 'MISSING',
    found: `${records.length}, ${megabytes(bytes)}`,
  };
}

async function findDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const state = free < wantedBytes ? 'MISSING' : 'well';
  return { what: 'disk', state, found: `${megabytes(free)} free` };
}

/** What a notebook that ran, or did not, tells the lecturer. */
function runFinding(notebook: string, event: ExecutionEvent | undefined): Finding {
  const what = notebook.replace(/\.ipynb$/, '');
  if (event?.event === 'done') {
    const [seconds, cell] = event.slowest;
    return {
      what,
      state: seconds > patientSeconds ? 'slow' : 'well',
      found: `${Math.round(event.seconds)} s, the slowest cell (${cell}) ${seconds} s`,
    };
  }
  const reason = event?.event === 'failure' ? event.reason : 'it did not end';
  const cell = event?.event === 'failure' && event.cell !== null ? `cell ${event.cell}: ` : '';
  return { what, state: 'FAILED', found: `${cell}${reason}` };
}

const kernelNotebook = JSON.stringify({
  cells: [
    {
      cell_type: 'code',
      id: 'kernel',
      metadata: {},
      source: "import { show } from 'dae-nr';\nshow('ready');",
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: { kernelspec: { name: 'tslab-dae-nr', display_name: 'TypeScript (DAE-NR)' } },
  nbformat: 4,
  nbformat_minor: 5,
});

/**
 * Tries on this machine what a course needs: the kernel, the records, the disk, and every notebook
 * of the student edition, one after the other, with its time.
 * @param request.sources folder of the notebooks
 * @param request.only parts of names of notebooks; [] for all
 * @param request.scratch a folder in the repository, removed afterwards
 * @param request.onNotebook told before each
 */
export async function checkCourse(request: {
  readonly sources: string;
  readonly records: string;
  readonly scratch: string;
  readonly only: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly onNotebook: (name: string) => void;
}): Promise<CourseCheck> {
  const { sources, records, scratch, only, env, onNotebook } = request;
  const run = async (folder: string, name: string): Promise<Finding> => {
    let last: ExecutionEvent | undefined;
    onNotebook(name);
    await executeNotebooks({
      notebooks: [path.join(folder, name)],
      outputFolder: path.join(scratch, 'executed'),
      env,
      timeoutSeconds: 600,
      onEvent: (_notebook, event) => {
        last = event;
      },
    });
    return runFinding(name, last);
  };
  try {
    const student = path.join(scratch, 'student');
    const copied = await writeEdition(sources, student, 'student');
    await mkdir(path.join(scratch, 'kernel'), { recursive: true });
    await writeFile(path.join(scratch, 'kernel', 'kernel.ipynb'), kernelNotebook);
    const rows = [
      await findDisk(sources),
      await findRecords(records),
      await run(path.join(scratch, 'kernel'), 'kernel.ipynb'),
    ];
    const isWanted = (name: string): boolean =>
      only.length === 0 || only.some((part) => name.includes(part));
    for (const { name } of copied.filter((copy) => isWanted(copy.name)))
      rows.push(await run(student, name));
    const isWell = rows.every(({ state }) => state === 'well' || state === 'slow');
    return { rows, isWell };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
