import { existsSync } from 'node:fs';
import path from 'node:path';
import { cudaWheels } from './cudaWheels.mjs';
import { inRoot } from './project.mjs';
import { SetupError } from './setupError.mjs';
import { hashOf } from './stamp.mjs';
import { wantedVariant } from './tensorFlowVariant.mjs';

/**
 * The wheel that carries libtensorflow_cc for each system, pinned by hash; tfjs-node's own download
 * (2.9.1) is not always reachable. Only linux-x64 was tried.
 */
const wheels = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    sha256: '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298',
  },
  'linux-arm64': {
    package: 'tensorflow',
    platforms: ['manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
    sha256: '8a6485edd2148f70d011dbd1d8dc2c775e91774a5a159466e83d0d1f21580944',
  },
  'darwin-arm64': {
    package: 'tensorflow',
    platforms: ['macosx_12_0_arm64'],
    sha256: '661029cd769b311db910b79a3a6ef50a5a61ecc947172228c777a49989722508',
  },
};

/** The same with CUDA kernels; for Linux x64 only. */
const gpuWheel = {
  package: 'tensorflow',
  platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
  sha256: 'c9f87e5d2a680a4595f5dc30daf6bbaec9d4129b46d7ef1b2af63c46ac7d2828',
};

const version = '2.18.1';
const system = `${process.platform}-${process.arch}`;

function whyNone() {
  if (process.platform === 'win32') {
    return 'There is no native TensorFlow for Windows: its wheel carries no library to compile against; run dae-nr inside WSL 2 (wsl --install), which is Linux.';
  }
  if (!wheels[system]) {
    return `There is no native TensorFlow ${version} for ${system}: dae-nr runs on Linux x64 (tried), Linux arm64 and macOS arm64 (not tried).`;
  }
  const glibc = process.report?.getReport().header.glibcVersionRuntime;
  if (process.platform === 'linux' && glibc === undefined) {
    return 'There is no native TensorFlow for a Linux without glibc (Alpine): use a glibc distribution such as Debian, Ubuntu or Fedora.';
  }
  return undefined;
}

/** Each part is unpacked into a folder of its own and renamed last: one that exists is whole. */
function cpuParts(home, names) {
  const wheel = { ...wheels[system], version, root: 'tensorflow', contents: names, megabytes: { download: 230, disk: 690 } };
  return [{ ...wheel, target: home, isUnpacked: () => names.every((name) => existsSync(path.join(home, name))) }];
}

function gpuParts(home, names) {
  const tensorFlow = { ...gpuWheel, version, root: 'tensorflow', folder: 'tensorflow', contents: names, megabytes: { download: 616, disk: 1252 } };
  return [tensorFlow, ...cudaWheels].map((wheel) => {
    const target = path.join(home, wheel.folder);
    return { ...wheel, target, isUnpacked: () => existsSync(target) };
  });
}

/**
 * The native TensorFlow for this machine, in the variant that is wanted, and where it lives: `home` with everything,
 * `folder` with the two libraries.
 * @throws SetupError where there is none
 */
export function tensorFlowLibrary() {
  const reason = whyNone();
  if (reason) throw new SetupError(reason);
  const variant = wantedVariant();
  if (variant === 'gpu' && system !== 'linux-x64') {
    throw new SetupError(`There is no TensorFlow ${version} with GPU kernels for ${system}, only for Linux x64 with an NVIDIA GPU: "npm run setup -- --cpu" takes the one for the processor.`);
  }
  const libraries =
    process.platform === 'darwin'
      ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
      : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  const { package: name, sha256 } = variant === 'gpu' ? gpuWheel : wheels[system];
  const everything = variant === 'gpu' ? hashOf(sha256, ...cudaWheels.map((wheel) => wheel.sha256)) : sha256;
  const home = inRoot('.tensorflow', `${name}${variant === 'gpu' ? '-cuda' : ''}-${version}-${everything.slice(0, 8)}`);
  const parts = variant === 'gpu' ? gpuParts(home, libraries) : cpuParts(home, libraries);
  return {
    package: name,
    version,
    variant,
    sha256,
    libraries,
    home,
    folder: parts[0].target,
    parts,
    isUnpacked: () => parts.every((part) => part.isUnpacked()),
  };
}
