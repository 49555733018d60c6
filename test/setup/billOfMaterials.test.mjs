import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../src/setup/project.mjs';
import { readPins } from '../../src/setup/tensorFlowLibrary.mjs';

const { stdout, status } = spawnSync(
  process.execPath,
  [inRoot('src/setup/start.mjs'), 'doctor', '--sbom'],
  { encoding: 'utf8', maxBuffer: 1 << 26 },
);
const bill = JSON.parse(stdout);
const find = (purl) => bill.components.find((component) => component.purl === purl);

// The required fields and patterns of CycloneDX's bom-1.5.schema.json.
test('doctor --sbom has what the CycloneDX schema requires', () => {
  assert.equal(status, 0);
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ['CycloneDX', '1.5', 1]);
  assert.match(
    bill.serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  );
  assert.ok(!Number.isNaN(Date.parse(bill.metadata.timestamp)));
  assert.equal(
    new Set(bill.components.map((component) => component['bom-ref'])).size,
    bill.components.length,
  );
  for (const { type, name, version, purl, hashes = [], licenses = [] } of [
    bill.metadata.component,
    ...bill.components,
  ]) {
    assert.ok(['application', 'library'].includes(type) && name !== '' && version !== '', name);
    assert.match(purl, /^pkg:(npm|pypi)\/[^@\s]+@[^@\s]+$/);
    for (const { alg, content } of hashes)
      assert.match(
        `${alg} ${content}`,
        /^(SHA-1 [0-9a-f]{40}|SHA-256 [0-9a-f]{64}|SHA-512 [0-9a-f]{128})$/,
      );
    // Either one expression, or licences with an SPDX id or a name.
    assert.ok(licenses.length <= 1 || licenses.every(({ license }) => license));
    for (const { expression, license } of licenses)
      assert.equal(typeof (expression ?? license.id ?? license.name), 'string');
  }
});

test('every npm package has the integrity of the lock, every Python package the hashes of its pin', () => {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const { version, integrity } = packages['node_modules/@tensorflow/tfjs'];
  const tfjs = find(`pkg:npm/%40tensorflow/tfjs@${version}`);
  assert.deepEqual(tfjs.licenses, [{ license: { id: 'Apache-2.0' } }]);
  assert.equal(
    `sha512-${Buffer.from(tfjs.hashes[0].content, 'hex').toString('base64')}`,
    integrity,
  );
  const pin = readPins(inRoot('src/setup/requirements.txt')).find(
    ({ name }) => name === 'nbclient',
  );
  const nbclient = find(`pkg:pypi/nbclient@${pin.version}`);
  assert.deepEqual(
    nbclient.hashes.map(({ content }) => content),
    pin.hashes,
  );
  assert.equal(nbclient.licenses.length, 1);
  // Without are the two stand-ins that this repository brings (src/setup/shims), and pip and
  // setuptools, which come with Python.
  const without = bill.components
    .filter(({ hashes = [] }) => hashes.length === 0)
    .map(({ purl }) => purl.replace(/@[^@]+$/, ''));
  assert.deepEqual(
    without.filter(
      (purl) =>
        ![
          'pkg:npm/%40tensorflow/tfjs-node',
          'pkg:npm/xlsx',
          'pkg:pypi/pip',
          'pkg:pypi/setuptools',
        ].includes(purl),
    ),
    [],
  );
});

test('the bill names the wheel of TensorFlow where native TensorFlow is installed', () => {
  const findings = JSON.parse(
    spawnSync(process.execPath, [inRoot('src/setup/start.mjs'), 'doctor', '--json'], {
      encoding: 'utf8',
    }).stdout,
  ).findings;
  const isInstalled =
    findings.find(({ name }) => name === 'native TensorFlow').value === 'in place';
  assert.equal(
    bill.components.some(({ purl }) => /^pkg:pypi\/tensorflow(-cpu)?@/.test(purl)),
    isInstalled,
  );
});
