import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../src/setup/project.mjs';

const read = (name) => readFileSync(inRoot(name), 'utf8');

// No image is built here: this only keeps the files true to the one set-up command and to what it
// asks for.
test('the containers use the set-up command of every clone, with a Node that it takes', () => {
  const { postCreateCommand, build } = JSON.parse(read('.devcontainer/devcontainer.json'));
  assert.equal(postCreateCommand, 'npm run setup');
  assert.match(read('.binder/postBuild'), /^npm run setup$/m);
  const [oldest] = /\d+/.exec(JSON.parse(read('package.json')).engines.node);
  for (const [name, node] of [
    [`.devcontainer/${build.dockerfile}`, /^FROM node:(\d+)/m],
    ['.binder/environment.yml', /nodejs=(\d+)/],
  ]) {
    assert.ok(Number(node.exec(read(name))[1]) >= Number(oldest), name);
  }
  for (const name of [`.devcontainer/${build.dockerfile}`, '.binder/apt.txt'])
    assert.match(read(name), /g\+\+/);
});

test('what Binder runs is executable, and every file says that it was not tried', () => {
  for (const name of ['.binder/postBuild', '.binder/start'])
    assert.equal(statSync(inRoot(name)).mode & 0o111, 0o111, name);
  for (const name of [
    '.binder/postBuild',
    '.binder/start',
    '.binder/environment.yml',
    '.devcontainer/Dockerfile',
    '.devcontainer/README.md',
  ]) {
    assert.match(read(name), /Not tried/, name);
  }
});
