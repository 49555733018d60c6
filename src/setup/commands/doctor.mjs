import { existsSync, statfsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { wantedBackend, withoutNative } from '../backend.mjs';
import { describeDevice, measureDevice } from '../device.mjs';
import { diskUse, megabytes } from '../files.mjs';
import { SetupError } from '../messages.mjs';
import { steps } from '../prepare.mjs';
import { inRoot, madeBySetup, pythonProgram, root } from '../project.mjs';
import { findPython } from '../steps/pythonEnvironment.mjs';
import { runProcess } from '../runProcess.mjs';
import { findCompiler, isInstalled, whyNone } from '../steps/nativeTensorFlow.mjs';
import { runNpm } from '../steps/npmDependencies.mjs';
import { readPins, tensorFlowLibrary } from '../tensorFlowLibrary.mjs';

export const usage = `Usage: npm run doctor [-- --json | --sbom] [-- --backend native|wasm|cpu]

Says what is there, in which version and size, which backend and device really compute (a timed
matrix product), and what is missing with the command that cures it. Exit status 0 if all is well,
else 1; a machine that cannot have native TensorFlow is well without it.
  --sbom   instead: every package that is used, with version, licence and hashes (CycloneDX, JSON);
           "npm run --silent doctor -- --sbom > sbom.json" keeps it`;

export const options = {
  json: { type: 'boolean' },
  sbom: { type: 'boolean' },
  backend: { type: 'string' },
};

const setupCommand = 'npm run setup';

/** A finding is { name, ok, value, cure }, the cure only where something is missing. */
async function attempt(name, look, cure = `install what is named, then ${setupCommand}`) {
  try {
    return { name, ok: true, value: await look() };
  } catch (error) {
    return { name, ok: false, value: error.message.split('\n')[0], cure };
  }
}

const stepFinding = (name, isThere = steps[name].isCurrent) =>
  attempt(
    steps[name].title,
    () => {
      if (!isThere()) throw new SetupError('missing or out of date');
      return 'in place';
    },
    setupCommand,
  );

/** What is no fault where it is missing. */
const asOptional = (finding, why) =>
  finding.ok
    ? finding
    : {
        name: finding.name,
        ok: true,
        isAbsent: true,
        value: `${finding.value.replace(/[.]$/, '')}; ${why}`,
      };

async function device() {
  if (!steps.npmDependencies.isCurrent() || !existsSync(inRoot('dist')))
    throw new SetupError('cannot be measured before set-up');
  const measured = await measureDevice();
  if (measured.backend === 'tensorflow' || !isInstalled() || wantedBackend() !== undefined)
    return measured;
  throw new SetupError(
    `native TensorFlow is installed and does not load: "${measured.backend}" computes.`,
  );
}

async function examine() {
  const needsNative =
    (wantedBackend() ?? (whyNone() === undefined ? 'native' : 'wasm')) === 'native';
  const forNative = (finding) =>
    needsNative ? finding : asOptional(finding, `not needed, ${withoutNative}`);
  const { bavail, bsize } = statfsSync(root);
  const python = ({ version, path: file }) => `${version} (${file})`;
  const tensorFlow = ({ name, variant }) =>
    `${name}${variant === 'gpu' ? ' with CUDA, as setup -- --gpu chose' : ''} ` +
    `(${process.platform}-${process.arch})`;
  return [
    { name: 'Node', ok: true, value: process.versions.node },
    await attempt('npm', async () => (await runNpm('--version')).trim()),
    await attempt('Python', async () => python(await findPython())),
    forNative(await attempt('C++ compiler', () => findCompiler().version)),
    forNative(await attempt('TensorFlow for this system', () => tensorFlow(tensorFlowLibrary()))),
    {
      name: 'machine',
      ok: true,
      value:
        `${cpus().length} cores, ${megabytes(totalmem())} memory, ${megabytes(bavail * bsize)} ` +
        'disk free',
    },
    ...(await Promise.all(
      ['npmDependencies', 'pythonEnvironment', 'notebookKernel', 'build'].map((name) =>
        stepFinding(name),
      ),
    )),
    forNative(await stepFinding('nativeTensorFlow', isInstalled)),
    asOptional(await stepFinding('labEnvironment'), 'only npm run lab needs it'),
    asOptional(await stepFinding('snakemakeEnvironment'), 'only --engine snakemake needs it'),
    await attempt('device that computes', device, setupCommand),
  ];
}

function print(findings, disk) {
  for (const { name, ok, isAbsent, value, cure } of findings) {
    const text = typeof value === 'object' ? describeDevice(value) : value;
    const state = isAbsent ? 'without' : ok ? 'ok     ' : 'MISSING';
    console.log(`${state}  ${name}: ${text}${ok ? '' : `  ->  ${cure}`}`);
  }
  console.log('\ndisk used');
  for (const [name, bytes] of Object.entries(disk))
    console.log(`${megabytes(bytes).padStart(9)}  ${name}${path.sep}`);
  const missing = findings.filter(({ ok }) => !ok).length;
  console.log(`\n${missing === 0 ? 'All is well.' : `${missing} thing(s) missing.`}`);
}

// Name, version and licence (an SPDX expression, else a name in words) of what Python finds in its
// own environment and in the folders given.
const ask = `
import importlib.metadata as m, json, sys
def licence(d):
    if "License-Expression" in d:
        return [{"expression": d["License-Expression"]}]
    classifiers = [c for c in d.get_all("Classifier", []) if c.startswith("License ::")]
    words = [c.split(" :: ")[-1] for c in classifiers] + [d.get("License")]
    return [{"license": {"name": words[0]}}] if words[0] else []
found = m.distributions(path=sys.path + sys.argv[1:])
print(json.dumps([[d.metadata["Name"], d.version, licence(d.metadata)] for d in found]))`;

const unique = (items, key) => [...new Map(items.map((item) => [item[key], item])).values()];

/**
 * What this clone has installed, as a CycloneDX bill of materials: npm's own, and to it the Python
 * packages and TensorFlow's wheels.
 */
async function billOfMaterials() {
  const bill = JSON.parse(await runNpm('sbom', '--sbom-format', 'cyclonedx'));
  // npm names the project after its folder, npm 10 lists a package once a place, and links are what
  // authors typed, not always a URL.
  bill.metadata.component.name = 'dae-nr';
  bill.components = unique(bill.components, 'bom-ref').map(
    ({ externalReferences, ...component }) => component,
  );
  bill.dependencies = unique(bill.dependencies, 'ref');
  const library = isInstalled() ? tensorFlowLibrary() : undefined;
  const installed = JSON.parse(
    await runProcess('Asking for the Python packages', pythonProgram('python'), [
      '-I',
      '-c',
      ask,
      ...(library ? [library.home] : []),
    ]),
  );
  const pins = ['requirements.txt', 'requirements-lab.txt', 'requirements-snakemake.txt'].flatMap(
    (file) => readPins(inRoot('src/setup', file)),
  );
  const normal = (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const hashes = new Map(
    [...pins, ...(library?.pins ?? [])].map((pin) => [
      `pkg:pypi/${normal(pin.name)}@${pin.version}`,
      pin.hashes,
    ]),
  );
  for (const [name, version, licenses] of installed) {
    const purl = `pkg:pypi/${normal(name)}@${version}`;
    // A pin admits the wheels of several systems; pip itself comes with Python and has none.
    const admitted = (hashes.get(purl) ?? []).map((content) => ({ alg: 'SHA-256', content }));
    bill.components.push({
      type: 'library',
      'bom-ref': purl,
      purl,
      name,
      version,
      licenses,
      hashes: admitted,
    });
  }
  return bill;
}

export async function run({ json, sbom }) {
  if (sbom) return console.log(JSON.stringify(await billOfMaterials(), null, 1));
  const findings = await examine();
  const ok = findings.every((finding) => finding.ok);
  const disk = {};
  for (const name of [...madeBySetup, 'data', 'figures']) disk[name] = await diskUse(inRoot(name));
  if (json) console.log(JSON.stringify({ ok, findings, disk }));
  else print(findings, disk);
  return ok ? 0 : 1;
}
