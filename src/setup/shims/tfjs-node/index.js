'use strict';

// tfjs has one engine a process: which backend computes in it, native or WASM, is chosen in src/backend.
module.exports = require('@tensorflow/tfjs');
