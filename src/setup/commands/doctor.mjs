import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { wantedBackend, withoutNative } from '../backend.mjs';
import { billOfMaterials } from '../billOfMaterials.mjs';
import { describeDevice, isGpu, measureDevice, whyNoGpu } from '../device.mjs';
import { diskUse, freeBytes, megabytes } from '../files.mjs';
import { SetupError, readOptions } from '../messages.mjs';
import { steps } from '../prepare.mjs';
import { inRoot, madeBySetup } from '../project.mjs';
import { findPython } from '../python.mjs';
import { findCompiler, isInstalled as isNativeInstalled, whyNone as whyNoNative } from '../steps/nativeTensorFlow.mjs';
import { runNpm } from '../steps/npmDependencies.mjs';
import { rememberedVariant, tensorFlowLibrary } from '../tensorFlowLibrary.mjs';

const usage = `Usage: npm run doctor [-- --json | --sbom] [-- --backend native|wasm|cpu]

Says what is there, in which version and size, which backend and device really compute (a timed
matrix product), and what is missing with the command that cures it. Exit status 0 if all is well,
else 1; a machine that cannot have native TensorFlow is well without it.
  --sbom   instead: every package that is used, with version, licence and hashes (CycloneDX, JSON);
           "npm run --silent doctor -- --sbom > sbom.json" keeps it`;

const setupCommand = 'npm run setup';
const installCure = `install what is named, then ${setupCommand}`;

/** A finding is { name, ok, value, cure }; an optional part never makes the doctor fail. */
async function attempt(name, look, cure = installCure) {
  try {
    return { name, ok: true, value: await look() };
  } catch (error) {
    return { name, ok: false, value: error instanceof SetupError ? error.message : error.message.split('\n')[0], cure };
  }
}

function stepFinding(name, ok = steps[name].isCurrent()) {
  return { name: steps[name].title, ok, value: ok ? 'in place' : 'missing or out of date', ...(ok ? {} : { cure: setupCommand }) };
}

/** A finding about what only native TensorFlow needs, which is no fault where something else computes. */
function unlessForgone(needsNative, finding) {
  if (finding.ok || needsNative) return finding;
  return { name: finding.name, ok: true, value: `${finding.value.replace(/[.]$/, '')}; not needed, ${withoutNative}` };
}

async function device() {
  if (!steps.npmDependencies.isCurrent() || !existsSync(inRoot('dist'))) throw new SetupError('cannot be measured before set-up');
  const measured = await measureDevice();
  const isNative = measured.backend === 'tensorflow';
  if (!isNative && isNativeInstalled() && wantedBackend() === undefined) {
    throw new SetupError(`native TensorFlow is installed and does not load: "${measured.backend}" computes.`);
  }
  return isNative && rememberedVariant() === 'gpu' && !isGpu(measured) ? { ...measured, noGpu: whyNoGpu() } : measured;
}

async function examine() {
  const needsNative = (wantedBackend() ?? (whyNoNative() === undefined ? 'native' : 'wasm')) === 'native';
  const lab = stepFinding('labEnvironment');
  const findings = [
    { name: 'Node', ok: true, value: process.versions.node },
    await attempt('npm', async () => (await runNpm('--version')).trim()),
    await attempt('Python', async () => {
      const { path: file, version } = await findPython();
      return `${version} (${file})`;
    }),
    unlessForgone(needsNative, await attempt('C++ compiler', () => findCompiler().version)),
    unlessForgone(needsNative, await attempt('TensorFlow for this system', () => {
      const { name, variant } = tensorFlowLibrary();
      return `${name}${variant === 'gpu' ? ' with CUDA, as setup -- --gpu chose' : ''} (${process.platform}-${process.arch})`;
    })),
    { name: 'machine', ok: true, value: `${cpus().length} cores, ${megabytes(totalmem())} memory, ${megabytes(freeBytes())} disk free` },
    ...['npmDependencies', 'pythonEnvironment', 'notebookKernel', 'build'].map((name) => stepFinding(name)),
    unlessForgone(needsNative, stepFinding('nativeTensorFlow', isNativeInstalled())),
    lab.ok ? lab : { name: lab.name, ok: true, value: 'not installed (only npm run lab needs it)' },
    await attempt('device that computes', device, setupCommand),
  ];
  const disk = {};
  for (const name of [...madeBySetup, 'data', 'figures']) disk[name] = await diskUse(inRoot(name));
  return { findings, disk };
}

function print({ findings, disk }) {
  for (const { name, ok, value, cure } of findings) {
    const text = typeof value === 'object' ? describeDevice(value) : value;
    console.log(`${ok ? 'ok     ' : 'MISSING'}  ${name}: ${text}${ok ? '' : `  ->  ${cure}`}`);
  }
  console.log('\ndisk used');
  for (const [name, bytes] of Object.entries(disk)) console.log(`${megabytes(bytes).padStart(9)}  ${name}${path.sep}`);
  const missing = findings.filter(({ ok }) => !ok).length;
  console.log(`\n${missing === 0 ? 'All is well.' : `${missing} thing(s) missing.`}`);
}

export async function run(args) {
  const options = readOptions(args, usage, { json: { type: 'boolean' }, sbom: { type: 'boolean' }, backend: { type: 'string' } });
  if (!options) return 0;
  if (options.sbom) {
    console.log(JSON.stringify(billOfMaterials(), null, 1));
    return 0;
  }
  const report = await examine();
  const ok = report.findings.every((finding) => finding.ok);
  if (options.json) console.log(JSON.stringify({ ok, ...report }));
  else print(report);
  return ok ? 0 : 1;
}
