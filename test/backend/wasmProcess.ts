// Imported before everything else: the backend is chosen when the first file imports tfjs.
process.env.DAE_NR_BACKEND = 'wasm';
