import { cpus, totalmem } from 'node:os';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { wantedBackend, withoutNative } from '../backend.mjs';
import { findCompiler } from '../compiler.mjs';
import { describeDevice, isGpu, measureDevice, whyNoGpu } from '../device.mjs';
import { diskUse, freeBytes, megabytes } from '../disk.mjs';
import { steps } from '../prepare.mjs';
import { inRoot, madeBySetup } from '../project.mjs';
import { findPython } from '../python.mjs';
import { runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { isInstalled as isNativeInstalled, whyNone as whyNoNative } from '../steps/nativeTensorFlow.mjs';
import { npmCommand } from '../steps/npmDependencies.mjs';
import { tensorFlowLibrary } from '../tensorFlowLibrary.mjs';
import { rememberedVariant } from '../tensorFlowVariant.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run doctor [-- --json] [-- --backend native|wasm|cpu]

Says what is there, in which version and size, which backend and device really compute (a timed
matrix product), and what is missing with the command that cures it. Exit status 0 if all is well,
else 1; a machine that cannot have native TensorFlow is well without it.`;

const setupCommand = 'npm run setup';
const installCure = `install what is named, then ${setupCommand}`;

/** A finding is { name, ok, value, cure }; an optional part never makes the doctor fail. */
async function attempt(name, look, cure) {
  try {
    return { name, ok: true, value: await look() };
  } catch (error) {
    return { name, ok: false, value: error instanceof SetupError ? error.message : error.message.split('\n')[0], cure };
  }
}

async function npmVersion() {
  const [command, ...first] = npmCommand();
  const version = await runProcess(command, [...first, '--version']).catch(() => {
    throw new SetupError('npm was not found: it comes with Node (https://nodejs.org).');
  });
  return version.trim();
}

function stepFinding(name, ok = steps[name].isCurrent()) {
  const { title } = steps[name];
  return { name: title, ok, value: ok ? 'in place' : 'missing or out of date', ...(ok ? {} : { cure: setupCommand }) };
}

/** A finding about what only native TensorFlow needs, which is no fault where something else computes. */
function unlessForgone(needsNative, { name, ok, value, cure }) {
  if (ok) return { name, ok, value };
  return needsNative ? { name, ok, value, cure } : { name, ok: true, value: `${value.replace(/[.]$/, '')}; not needed, ${withoutNative}` };
}

async function device() {
  const measured = await measureDevice();
  if (measured.backend !== 'tensorflow' && isNativeInstalled() && wantedBackend() === undefined) {
    throw new SetupError(`native TensorFlow is installed and does not load: "${measured.backend}" computes.`);
  }
  const lacksGpu = measured.backend === 'tensorflow' && rememberedVariant() === 'gpu' && !isGpu(measured);
  return lacksGpu ? { ...measured, noGpu: whyNoGpu() } : measured;
}

async function examine() {
  const wanted = wantedBackend();
  const needsNative = wanted === 'native' || (wanted === undefined && whyNoNative() === undefined);
  const machine = [
    { name: 'Node', ok: true, value: process.versions.node },
    await attempt('npm', npmVersion, installCure),
    await attempt('Python', async () => {
      const { path: file, version } = await findPython();
      return `${version} (${file})`;
    }, installCure),
    unlessForgone(needsNative, await attempt('C++ compiler', () => findCompiler().version, installCure)),
    unlessForgone(needsNative, await attempt('TensorFlow for this system', () => {
      const { package: name, version, variant } = tensorFlowLibrary();
      return `${name} ${version}${variant === 'gpu' ? ' with CUDA, as setup -- --gpu chose' : ''} (${process.platform}-${process.arch})`;
    }, installCure)),
    { name: 'machine', ok: true, value: `${cpus().length} cores, ${megabytes(totalmem())} memory, ${megabytes(freeBytes())} disk free` },
  ];
  const installation = ['npmDependencies', 'pythonEnvironment', 'notebookKernel', 'build'].map((name) => stepFinding(name));
  const native = unlessForgone(needsNative, stepFinding('nativeTensorFlow', isNativeInstalled()));
  const lab = stepFinding('labEnvironment');
  const optional = { name: lab.name, ok: true, value: lab.ok ? lab.value : 'not installed (only npm run lab needs it)' };
  const measured = existsSync(inRoot('node_modules/@tensorflow/tfjs')) && existsSync(inRoot('dist/backend/tensorflow.js'))
    ? await attempt('device that computes', device, setupCommand)
    : { name: 'device that computes', ok: false, value: 'cannot be measured before set-up', cure: setupCommand };
  const disk = {};
  for (const name of madeBySetup) disk[name] = await diskUse(inRoot(name));
  for (const name of ['data', 'figures']) disk[name] = await diskUse(inRoot(name));
  return { findings: [...machine, ...installation, native, optional, measured], disk };
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
  const options = readOptions(args, usage, { json: { type: 'boolean' }, backend: { type: 'string' } });
  if (!options) return 0;
  const report = await examine();
  const ok = report.findings.every((finding) => finding.ok);
  if (options.json) console.log(JSON.stringify({ ok, ...report }));
  else print(report);
  return ok ? 0 : 1;
}
