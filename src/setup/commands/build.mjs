import { prepare } from '../prepare.mjs';

export const usage = `Usage: npm run build

Compiles src/ to dist/, which notebooks import as 'dae-nr': restart their kernel afterwards.`;

export const options = {};
export const run = () => prepare(['npmDependencies', 'build']);
