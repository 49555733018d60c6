import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { noteChild } from './lock.mjs';
import { SetupError } from './messages.mjs';
import { root } from './project.mjs';

/** A program that ended badly: `output` is everything it wrote, `missing` says that it does not exist. */
export class ProcessFailure extends Error {
  constructor(command, { output = '', code = null, signal = null, missing = false }) {
    super(missing ? `${command} was not found` : `${command} ended with ${signal ?? `status ${code}`}`);
    const lastLines = output.trimEnd().split('\n').slice(-15).join('\n');
    Object.assign(this, { output, lastLines, missing });
  }
}

/**
 * Runs a program to its end and returns what it wrote on stdout.
 * @throws ProcessFailure
 */
export function runProcess(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const release = noteChild(child.pid);
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => reject(new ProcessFailure(command, { missing: error.code === 'ENOENT', output: error.message })));
    child.on('close', (code, signal) => {
      release();
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
    const passOn = (signal) => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    child.on('error', (error) => reject(new SetupError(`${command} cannot be started: ${error.message}.`)));
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}

const knownCauses = [
  [/ENOSPC|No space left on device|disk quota exceeded/i, 'the disk is full: free some space and run the command again'],
  [/IncompleteRead|Connection broken|incomplete-download|Download failed because not enough bytes/i, 'the download broke off: check the network and run the command again'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection aborted|Network is unreachable/i,
    'the package registry cannot be reached: check the network (or the proxy settings) and run the command again',
  ],
  [/DO NOT MATCH THE HASHES/, 'a downloaded file is not the one that was pinned (its SHA-256 differs), and nothing of it was used: try again, or check what your package index serves'],
  [/from versions: none|No matching distribution found/, 'the package index has no file for this system and this Python, or cannot be reached: check the network (or the proxy settings) and run the command again'],
  [/EACCES|EPERM|Permission denied|Read-only file system/i, 'a folder of the clone cannot be written: check its owner and permissions'],
];

/** The SetupError for a program's failure: its known cause in words, else its own last lines. */
export function explainFailure(what, failure) {
  if (!(failure instanceof ProcessFailure)) return failure;
  const cause = knownCauses.find(([pattern]) => pattern.test(failure.output));
  const reason = cause ? cause[1] : `${failure.message}; it said`;
  return new SetupError(`${what} failed: ${reason}${cause ? '.' : ':'}`, failure.lastLines);
}
