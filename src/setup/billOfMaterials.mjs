import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';
import { isInstalled } from './steps/nativeTensorFlow.mjs';
import { readLock } from './steps/npmDependencies.mjs';
import { readPins, tensorFlowLibrary } from './tensorFlowLibrary.mjs';

/** A single SPDX expression where it is one, else a name in words; [] where nobody says. */
function licences(text) {
  if (!text) return [];
  const isExpression = /^\(?[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*\)?$/.test(text) && text !== 'UNLICENSED';
  return [isExpression ? { expression: text } : { license: { name: text } }];
}

const component = (type, fullName, version, licence, hashes) => {
  const purl = `pkg:${type}/${encodeURI(fullName).replace('@', '%40')}@${version}`;
  const [name, group] = fullName.split('/').reverse();
  return { type: 'library', 'bom-ref': purl, purl, ...(group ? { group } : {}), name, version, licenses: licences(licence), hashes };
};

/** What npm's lock names and this system has installed; its integrity is the hash of the archive. */
function npmComponents() {
  const found = new Map();
  for (const [place, { version, license, integrity, link }] of Object.entries(readLock('package-lock.json'))) {
    const file = inRoot(place, 'package.json');
    if (link || !integrity || !existsSync(file)) continue;
    const [algorithm, base64] = integrity.split('-');
    const hash = { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') };
    const own = component('npm', place.split('node_modules/').at(-1), version, license ?? JSON.parse(readFileSync(file, 'utf8')).license, [hash]);
    found.set(own.purl, own);
  }
  return [...found.values()];
}

/** The licence in a wheel's metadata: an SPDX expression, the classifier, or the first line of free text. */
const licenceIn = (metadata) =>
  [/^License-Expression: (.+)$/m, /^Classifier: License :: (?:OSI Approved :: )?(.+)$/m, /^License: (.+)$/m].map((line) => line.exec(metadata)?.[1]).find(Boolean);

/** Those of the pins that a folder of Python packages has, each with the SHA-256 of every file that its pin admits. */
function pythonComponents(folder, pins) {
  const normal = (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const installed = new Map();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const [, package_, version] = /^(.+)-([^-]+)[.]dist-info$/.exec(name) ?? [];
    if (package_) installed.set(`${normal(package_)} ${version}`, readFileSync(path.join(folder, name, 'METADATA'), 'utf8'));
  }
  return pins
    .filter(({ name, version }) => installed.has(`${normal(name)} ${version}`))
    .map(({ name, version, hashes }) =>
      component('pypi', normal(name), version, licenceIn(installed.get(`${normal(name)} ${version}`)), hashes.map((content) => ({ alg: 'SHA-256', content }))),
    );
}

function sitePackages() {
  const library = inRoot('.python/lib');
  const [version] = existsSync(library) ? readdirSync(library).filter((name) => name.startsWith('python3')) : [];
  return version ? path.join(library, version, 'site-packages') : inRoot('.python/Lib/site-packages');
}

/** What this clone has installed, as a CycloneDX bill of materials: npm packages, Python packages, the wheels of TensorFlow. */
export function billOfMaterials() {
  const { name, version, license } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const pins = ['requirements.txt', 'requirements-lab.txt'].flatMap((file) => readPins(inRoot('src/setup', file)));
  const unique = [...new Map(pins.map((pin) => [`${pin.name} ${pin.version}`, pin])).values()];
  const tensorFlow = isInstalled() ? [tensorFlowLibrary()] : [];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date().toISOString(),
      component: { type: 'application', 'bom-ref': name, name, version, licenses: licences(license) },
    },
    components: [
      ...npmComponents(),
      ...pythonComponents(sitePackages(), unique),
      ...tensorFlow.flatMap(({ home, pins: wheels }) => pythonComponents(home, wheels)),
    ],
  };
}
