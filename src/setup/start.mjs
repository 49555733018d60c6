// The entry of every npm script. It runs before anything is installed, so it has no dependencies,
// and it is parsed by any Node, so that an old one is told so instead of meeting a syntax error.
const oldest = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `Node ${process.versions.node} is too old: dae-nr needs Node ${oldest.join('.')} or ` +
      'newer, from https://nodejs.org or your package manager.',
  );
  process.exit(1);
}

import('./dispatch.mjs').then(({ main }) => main(process.argv.slice(2)));
