const manylinux = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'];

/**
 * What `tensorflow[and-cuda]==2.18.1` names and libtensorflow loads, each pinned by version and hash, with its MB of
 * download and on disk. Left out is what it cannot load or has no use for: NCCL (several GPUs), CUPTI (the profiler), cuRAND.
 *
 * Everybody finds the others by paths relative to its own, as in Python's site-packages: `folder` beside `tensorflow`.
 */
export const cudaWheels = [
  {
    package: 'nvidia-cudnn-cu12',
    version: '9.3.0.75',
    sha256: '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d',
    root: 'nvidia/cudnn',
    megabytes: { download: 577, disk: 886 },
  },
  {
    package: 'nvidia-cublas-cu12',
    version: '12.5.3.2',
    sha256: 'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b',
    root: 'nvidia/cublas',
    megabytes: { download: 363, disk: 552 },
  },
  {
    package: 'nvidia-cusparse-cu12',
    version: '12.5.1.3',
    sha256: '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752',
    root: 'nvidia/cusparse',
    megabytes: { download: 218, disk: 296 },
  },
  {
    package: 'nvidia-cufft-cu12',
    version: '11.2.3.61',
    sha256: '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8',
    root: 'nvidia/cufft',
    megabytes: { download: 193, disk: 279 },
  },
  {
    package: 'nvidia-cusolver-cu12',
    version: '11.6.3.83',
    sha256: '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b',
    root: 'nvidia/cusolver',
    megabytes: { download: 130, disk: 219 },
  },
  {
    package: 'nvidia-cuda-nvrtc-cu12',
    version: '12.5.82',
    sha256: '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd',
    root: 'nvidia/cuda_nvrtc',
    // Where cuDNN looks for it; the wheel's own name of the folder is another.
    folder: 'nvidia/nvrtc',
    megabytes: { download: 25, disk: 69 },
  },
  {
    package: 'nvidia-cuda-nvcc-cu12',
    version: '12.5.82',
    sha256: 'b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0',
    root: 'nvidia/cuda_nvcc',
    // Of the compiler only the assembler, which tries out convolutions, and its library of functions.
    contents: ['bin/ptxas', 'nvvm/libdevice/libdevice.10.bc'],
    megabytes: { download: 22, disk: 32 },
  },
  {
    package: 'nvidia-nvjitlink-cu12',
    version: '12.5.82',
    sha256: 'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212',
    root: 'nvidia/nvjitlink',
    megabytes: { download: 21, disk: 55 },
  },
  {
    package: 'nvidia-cuda-runtime-cu12',
    version: '12.5.82',
    sha256: '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115',
    root: 'nvidia/cuda_runtime',
    megabytes: { download: 1, disk: 1 },
  },
].map((wheel) => ({ folder: wheel.root, contents: ['lib/*.so*'], platforms: manylinux, ...wheel }));
