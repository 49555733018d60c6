// The native library reads these once while it loads.
// Its start-up lines would end up in every notebook's stderr.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// TensorFlow leaves oneDNN's convolutions off on processors without AVX-512, where they are faster all the same.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
// A GPU's tensor cores would round products to 10 bits, which no other device does.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
// The first worker would take all of a GPU's memory, and the next would have none.
process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
