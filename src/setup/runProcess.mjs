import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { promisify } from 'node:util';
import { noteChild } from './lock.mjs';
import { SetupError } from './messages.mjs';
import { root } from './project.mjs';

const unreachable = new RegExp(
  [
    'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT',
    'NewConnectionError|NameResolutionError|Temporary failure in name resolution',
    'ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection aborted|Network is unreachable',
  ].join('|'),
  'i',
);

const knownCauses = [
  [
    /spawn npm\S* ENOENT/,
    'npm was not found: it comes with Node (https://nodejs.org), or as the package "npm" of ' +
      'your system',
  ],
  [
    /ENOSPC|No space left on device|disk quota exceeded/i,
    'the disk is full: free some space and run the command again',
  ],
  [
    /IncompleteRead|Connection broken|incomplete-download|not enough bytes/i,
    'the download broke off: check the network and run the command again',
  ],
  [
    unreachable,
    'the package registry cannot be reached: check the network (or the proxy settings) and ' +
      'run the command again',
  ],
  [
    /DO NOT MATCH THE HASHES|EINTEGRITY/,
    'a downloaded file is not the one that was pinned (its hash differs), and nothing of it ' +
      'was used: try again, or check what your package index serves',
  ],
  [
    /from versions: none|No matching distribution found/,
    'the package index has no file for this system and this Python, or cannot be reached: ' +
      'check the network (or the proxy settings) and run the command again',
  ],
  [
    /EACCES|EPERM|Permission denied|Read-only file system/i,
    'a folder of the clone cannot be written: check its owner and permissions',
  ],
];

/**
 * Runs a program to its end and returns what it wrote on stdout; `what` says what it is to do.
 * @throws SetupError with the known cause in words, else with the program's own last lines; its
 * `output` is all that the program wrote
 */
export async function runProcess(what, command, args, env = process.env) {
  const running = promisify(execFile)(command, args, { cwd: root, env, maxBuffer: Infinity });
  noteChild(running.child.pid);
  // Nobody is there to answer a question.
  running.child.stdin?.end();
  try {
    return (await running).stdout;
  } catch (failure) {
    const output = `${failure.stdout}${failure.stderr}`.trimEnd() || failure.message;
    const [, cause] = knownCauses.find(([pattern]) => pattern.test(output)) ?? [];
    const sentence = cause
      ? `${cause}.`
      : `${command} ended with ${failure.signal ?? `status ${failure.code}`}; it said:`;
    throw Object.assign(
      new SetupError(`${what} failed: ${sentence}`, output.split('\n').slice(-15).join('\n')),
      { output },
    );
  }
}

/** Runs a program that owns the terminal and returns its exit status. */
export function runForeground(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { TF_CPP_MIN_LOG_LEVEL: '2', ...env },
      stdio: 'inherit',
    });
    // A terminal sends SIGINT to the child as well: once is enough, and the child ends first.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
    child.on('error', (error) =>
      reject(new SetupError(`${command} cannot be started: ${error.message}.`)),
    );
    child.on('close', (code, signal) =>
      resolve(signal === null ? code : 128 + constants.signals[signal]),
    );
  });
}
