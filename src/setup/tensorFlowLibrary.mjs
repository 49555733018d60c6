import { existsSync } from 'node:fs';
import { inRoot } from './project.mjs';
import { SetupError } from './setupError.mjs';

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

const version = '2.18.1';

function whyNone() {
  const system = `${process.platform}-${process.arch}`;
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

/**
 * The native TensorFlow for this machine and where it lives.
 * @throws SetupError where there is none
 */
export function tensorFlowLibrary() {
  const reason = whyNone();
  if (reason) throw new SetupError(reason);
  const wheel = wheels[`${process.platform}-${process.arch}`];
  const folder = inRoot('.tensorflow', `${wheel.package}-${version}-${wheel.sha256.slice(0, 8)}`);
  const names =
    process.platform === 'darwin'
      ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
      : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  return {
    ...wheel,
    version,
    folder,
    libraries: names,
    isUnpacked: () => names.every((name) => existsSync(`${folder}/${name}`)),
  };
}
