import { execFile } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';

export interface CliOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command in a process of its own: one of src/cli, or a whole path without its extension.
 */
export function runCli(
  command: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CliOutcome> {
  const script = resolve(
    __dirname,
    '..',
    '..',
    'src',
    'cli',
    `${command}${isAbsolute(command) ? '' : 'Command'}.ts`,
  );
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...process.execArgv, script, ...parameters],
      { env: { ...process.env, ...environment } },
      (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}
