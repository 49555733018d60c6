import { cpus, totalmem } from 'node:os';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findCompiler } from '../compiler.mjs';
import { diskUse, freeBytes, megabytes } from '../disk.mjs';
import { steps } from '../prepare.mjs';
import { inRoot, madeBySetup } from '../project.mjs';
import { findPython } from '../python.mjs';
import { runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { npmCommand } from '../steps/npmDependencies.mjs';
import { tensorFlowLibrary } from '../tensorFlowLibrary.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run doctor [-- --json]

Says what is there, in which version and size, which device really computes (a timed matrix
product), and what is missing with the command that cures it. Exit status 0 if all is well, else 1.`;

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

function stepFinding(name, cure = setupCommand) {
  const { title, isCurrent } = steps[name];
  const ok = isCurrent();
  return { name: title, ok, value: ok ? 'in place' : 'missing or out of date', ...(ok ? {} : { cure }) };
}

async function device() {
  const script = inRoot('src/setup/checks/measureDevice.mjs');
  const answer = await runProcess(process.execPath, [script], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
  const measured = JSON.parse(answer);
  if (measured.backend !== 'tensorflow') throw new SetupError(`tfjs fell back to its "${measured.backend}" backend.`);
  return measured;
}

const describeDevice = ({ gpu, tensorflow, gflops, threads }) =>
  `${gpu ? 'GPU' : `CPU (${cpus()[0]?.model.trim() ?? 'unknown'})`}, TensorFlow ${tensorflow}, ${threads === 'all cores' ? `${cpus().length} threads` : `${threads} threads`}: ${gflops.toFixed(0)} GFLOP/s in a 1024 x 1024 matrix product`;

async function examine() {
  const machine = [
    { name: 'Node', ok: true, value: process.versions.node },
    await attempt('npm', npmVersion, installCure),
    await attempt('Python', async () => {
      const { path: file, version } = await findPython();
      return `${version} (${file})`;
    }, installCure),
    await attempt('C++ compiler', async () => (await findCompiler()).version, installCure),
    await attempt('TensorFlow for this system', () => {
      const { package: name, version } = tensorFlowLibrary();
      return `${name} ${version} (${process.platform}-${process.arch})`;
    }, installCure),
    { name: 'machine', ok: true, value: `${cpus().length} cores, ${megabytes(totalmem())} memory, ${megabytes(freeBytes())} disk free` },
  ];
  const installation = ['npmDependencies', 'pythonEnvironment', 'nativeTensorFlow', 'notebookKernel', 'build'].map((name) =>
    stepFinding(name),
  );
  const lab = stepFinding('labEnvironment', 'npm run lab');
  const optional = { ...lab, ok: true, value: lab.ok ? lab.value : 'not installed (only npm run lab needs it)' };
  delete optional.cure;
  const measured = existsSync(inRoot('node_modules/@tensorflow/tfjs-node-gpu'))
    ? await attempt('device that computes', device, setupCommand)
    : { name: 'device that computes', ok: false, value: 'cannot be measured before set-up', cure: setupCommand };
  const disk = {};
  for (const name of madeBySetup) disk[name] = await diskUse(inRoot(name));
  for (const name of ['data', 'figures']) disk[name] = await diskUse(inRoot(name));
  return { findings: [...machine, ...installation, optional, measured], disk };
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
  const options = readOptions(args, usage, { json: { type: 'boolean' } });
  if (!options) return 0;
  const report = await examine();
  const ok = report.findings.every((finding) => finding.ok);
  if (options.json) console.log(JSON.stringify({ ok, ...report }));
  else print(report);
  return ok ? 0 : 1;
}
