// The native library reads these once while it loads.
// Its start-up lines would end up in every notebook's stderr.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// TensorFlow leaves oneDNN's convolutions off on processors without AVX-512, where they are faster all the same.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
