import { UserError } from '../../errors';

/** What a server says about an archive before it is fetched. */
export interface RemoteArchive {
  /** The address after all redirects. */
  readonly url: string;
  /** Bytes; undefined where the server does not tell. */
  readonly size: number | undefined;
}

/** @throws UserError when it is no http or https address. */
export function requireHttp(url: string): URL {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UserError(`"${url}" is not an http or https address.`);
  }
  return new URL(url);
}

/** A fetch whose network errors name the host. */
export async function request(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'follow', ...init, headers: { 'accept-encoding': 'identity', ...init.headers } });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new UserError(`${url.host} could not be reached (${cause instanceof Error ? cause.message : message}): try again later, or fetch the archive by hand and pass it with --archive FILE.`);
  }
}

/** What a status that is no success ends with. */
export function refuseStatus(response: Response): UserError {
  return new UserError(`${response.url} answered with status ${response.status} instead of the archive: fetch it by hand and pass it with --archive FILE, or another address with --url.`);
}

/**
 * Asks for address and size without fetching anything.
 * @throws UserError when the server cannot be reached or has no such file.
 */
export async function inspectArchive(url: string): Promise<RemoteArchive> {
  const response = await request(requireHttp(url), { method: 'HEAD' });
  // Some servers answer GET only.
  const knowsHead = ![403, 405, 501].includes(response.status);
  if (knowsHead && !response.ok) {
    throw refuseStatus(response);
  }
  const length = response.ok ? response.headers.get('content-length') : null;
  return { url: response.url, size: length === null ? undefined : Number(length) };
}
