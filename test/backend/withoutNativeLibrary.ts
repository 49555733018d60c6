// Preloaded by a test: as on a machine where the compiled binding finds no TensorFlow library.
import Module from 'node:module';

const loader = Module as unknown as { _load: (request: string, ...others: unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...others) => {
  if (request.endsWith('tfjs_binding.node')) {
    throw new Error(
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
    );
  }
  return load(request, ...others);
};
