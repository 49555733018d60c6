import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { noteChild } from './lock.mjs';
import { SetupError } from './messages.mjs';
import { root } from './project.mjs';

/** A program that ended badly: `output` is everything it wrote, `missing` says that it does not exist. */
class ProcessFailure extends Error {
  constructor(command, { output, code, signal, missing = false }) {
    super(missing ? `${command} was not found` : `${command} ended with ${signal ?? `status ${code}`}`);
    Object.assign(this, { output, missing, lastLines: output.trimEnd().split('\n').slice(-15).join('\n') });
  }
}

/**
 * Runs a program to its end and returns what it wrote on stdout.
 * @throws ProcessFailure
 */
export function runProcess(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    noteChild(child.pid);
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => reject(new ProcessFailure(command, { missing: error.code === 'ENOENT', output: error.message })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new ProcessFailure(command, { output, code, signal }));
    });
  });
}

/** Runs a program that owns the terminal and returns its exit status. */
export function runForeground(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { TF_CPP_MIN_LOG_LEVEL: '2', ...env }, stdio: 'inherit' });
    // A terminal sends SIGINT to the child as well: once is enough, and the child ends first.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
    child.on('error', (error) => reject(new SetupError(`${command} cannot be started: ${error.message}.`)));
    child.on('close', (code, signal) => resolve(signal === null ? code : 128 + constants.signals[signal]));
  });
}

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection aborted|Network is unreachable/i;

const knownCauses = [
  [/ENOSPC|No space left on device|disk quota exceeded/i, 'the disk is full: free some space and run the command again'],
  [/IncompleteRead|Connection broken|incomplete-download|not enough bytes/i, 'the download broke off: check the network and run the command again'],
  [unreachable, 'the package registry cannot be reached: check the network (or the proxy settings) and run the command again'],
  [/DO NOT MATCH THE HASHES|EINTEGRITY/, 'a downloaded file is not the one that was pinned (its hash differs), and nothing of it was used: try again, or check what your package index serves'],
  [/from versions: none|No matching distribution found/, 'the package index has no file for this system and this Python, or cannot be reached: check the network (or the proxy settings) and run the command again'],
  [/EACCES|EPERM|Permission denied|Read-only file system/i, 'a folder of the clone cannot be written: check its owner and permissions'],
];

/**
 * What a program of `runProcess` wrote.
 * @throws SetupError with what was done and its known cause in words, else the program's own last lines
 */
export async function explain(what, running) {
  return running.catch((failure) => {
    if (!(failure instanceof ProcessFailure)) throw failure;
    const [, cause] = knownCauses.find(([pattern]) => pattern.test(failure.output)) ?? [];
    throw new SetupError(`${what} failed: ${cause ? `${cause}.` : `${failure.message}; it said:`}`, failure.lastLines);
  });
}
