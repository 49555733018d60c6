import { UserError } from '../../errors';
import sessionList from './sessions.json';

/** What a session has upstream: a file by its content, and its size where that is known. */
export interface SessionFile {
  readonly gitBlobSha1: string;
  readonly bytes: number | null;
}

/** The three files of a session. */
export type SessionPart = 'images' | 'means' | 'trials';

/** One recording session: other neurons and other images than every other. */
export interface Session {
  /** Year, month and day: 210325. */
  readonly session: number;
  readonly animal: string;
  readonly neurons: number;
  /** Mean number of repeats of an image. */
  readonly repeats: number;
  /** Kinds of images, in the words of the authors. */
  readonly stimuli: string;
  /** null where the repository has no such file. */
  readonly files: Readonly<Record<SessionPart, SessionFile | null>>;
}

/** Where a part of a session lies in the authors' repository. */
export function upstreamPath(session: number, part: SessionPart): string {
  const names = {
    images: `images/images_${session}.zip`,
    means: `responses_repeat_averaged/responses_${session}.npy`,
    trials: `responses_raw/responses_${session}.npy`,
  };
  return `data_V4_responses/${names[part]}`;
}

/** Natural images and responses of macaque V4 (Cowley, Stan, Pillow & Smith 2023). */
export const cowley2023 = {
  name: 'cowley2023',
  citation:
    'Cowley BR, Stan PL, Pillow JW, Smith MA (2023) Compact deep neural network models of ' +
    'visual cortex. bioRxiv 2023.11.22.568315',
  licence: 'GPL-3.0; the authors ask to be cited',
  page: 'https://github.com/cowleygroup/V4_compact_models',
  /** Folder of the pinned commit. */
  url:
    'https://raw.githubusercontent.com/cowleygroup/V4_compact_models/' +
    'f4552ad9d34a466ebc66658f72a08a8e5038f1cf',
  sessions: sessionList as readonly Session[],
  /** Three animals, photographs or their kind, many repeats. */
  defaultSessions: [190923, 201025, 210225, 210325, 210621],
} as const;

/** Items whose pictures show its photographs, which are not ours to pass on. */
export const itemsWithPhotographs: readonly string[] = [
  'figure2',
  'figure5',
  'figure6',
  'figure7',
  'synthesis',
  'control',
  'decoding',
  'recognition',
  'v4-decoding',
];

/**
 * The sessions with these numbers.
 * @throws UserError for a session that does not exist, or has no images in the repository
 */
export function findSessions(
  numbers: readonly number[],
  sessions: readonly Session[] = cowley2023.sessions,
): readonly Session[] {
  const usable = sessions.filter(({ files }) => files.images !== null && files.means !== null);
  return [...new Set(numbers)].map((number) => {
    const found = usable.find(({ session }) => session === number);
    if (found !== undefined) return found;
    const reason = sessions.some(({ session }) => session === number)
      ? 'has no images in the repository of the authors'
      : 'does not exist';
    throw new UserError(
      `Session ${number} ${reason}: choose among ` +
        `${usable.map(({ session }) => session).join(', ')}.`,
    );
  });
}
