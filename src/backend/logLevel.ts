// The native library reads this once while it loads; its start-up lines would end up in every notebook's stderr.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
