import { runCommand } from './main';
import type { ReproduceOptions } from './reproduceAll';
import { reproduceParser } from './reproduceParser';

void runCommand(async () => {
  const options = reproduceParser.parse().opts<ReproduceOptions>();
  // Only now: it loads tfjs, whose backend is chosen by then, and which --help has no use for.
  const { reproduceAll } = await import('./reproduceAll.js');
  return reproduceAll(options);
});
