import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface CliOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of src/cli in a process of its own. */
export function runCli(command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliOutcome> {
  const script = join(__dirname, '..', '..', 'src', 'cli', `${command}.ts`);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...process.execArgv, script, ...parameters],
      { env: { ...process.env, ...environment } },
      (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}
