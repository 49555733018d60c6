import { spawn } from 'node:child_process';
import { once } from 'node:events';

const startSeconds = 300;
const stopSeconds = 30;

/**
 * `npm run lab` as a user types it, without opening a browser.
 * @param folder what its file browser shows
 * @param env added to the environment of the server and so of its kernels
 * @returns the address that it prints, token included; `stop` ends server and kernels
 */
export async function startLab(folder, env) {
  const options = [
    '--no-browser',
    '--port=0',
    `--ServerApp.root_dir=${folder}`,
    '--LabApp.expose_app_in_browser=True',
  ];
  const server = spawn('npm', ['run', 'lab', '--', ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const address = new Promise((resolve, reject) => {
    const listen = (text) => {
      said += text;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/lab\S*\?token=\w+/.exec(said) ?? [];
      if (found) resolve(new URL(found));
    };
    server.stdout.setEncoding('utf8').on('data', listen);
    server.stderr.setEncoding('utf8').on('data', listen);
    server.once('exit', (code) =>
      reject(new Error(`npm run lab ended with status ${code}:\n${said}`)),
    );
    setTimeout(
      () => reject(new Error(`npm run lab gave no address within ${startSeconds} s:\n${said}`)),
      startSeconds * 1000,
    ).unref();
  });
  const kill = () => {
    if (server.exitCode === null && server.signalCode === null)
      process.kill(-server.pid, 'SIGKILL');
  };
  try {
    const { origin, searchParams, href } = await address;
    return {
      address: new URL(href),
      log: () => said,
      /** What File > Shut Down does. */
      stop: async () => {
        const ended = once(server, 'close');
        const lastResort = setTimeout(kill, stopSeconds * 1000);
        await fetch(`${origin}/api/shutdown`, {
          method: 'POST',
          headers: { Authorization: `token ${searchParams.get('token')}` },
        }).catch(kill);
        await ended;
        clearTimeout(lastResort);
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}
