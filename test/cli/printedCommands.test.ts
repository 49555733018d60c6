import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import type { ReproduceOptions } from '../../src/cli/reproduceAll';
import { reproduceParser } from '../../src/cli/reproduceParser';
import { isTrained } from '../../src/paper/isTrained';
import { items, runsOf, selectItems } from '../../src/paper/items';
import { describeDashes, type fillingCommand } from '../../src/paper/reproduceCommandLine';
import { openPlan, specify, type Plan } from '../../src/paper/specify';
import { presetNames, type RunSpecification } from '../../src/runs/specification';
import { runCli } from './runCli';

const root = path.resolve(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** The words of a command as a shell gives them to it. */
function words(command: string): string[] {
  const parameters = command.replace(/^npm run \S+( --)?/, '');
  if (parameters.trim() === '') return [];
  const said = execFileSync('sh', ['-c', `printf '%s\\0' ${parameters}`]).toString();
  return said.split('\0').slice(0, -1);
}

/** The options of a reproduce command; a mistake in it throws what the user would read. */
function parsed(command: string): ReproduceOptions {
  // commander keeps what an earlier parse has set.
  const fresh = reproduceParser.createCommand().copyInheritedSettings(reproduceParser);
  for (const option of reproduceParser.options) fresh.addOption(option);
  fresh.exitOverride().parse(words(command), { from: 'user' });
  return fresh.opts<ReproduceOptions>();
}

/** The texts of the product in which a command may be printed. */
function productTexts(): { readonly file: string; readonly text: string }[] {
  const files = ['README.md', 'data/README.md', 'figures/README.md', '.devcontainer/README.md'];
  for (const folder of ['notebooks', 'src', 'figures'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true }) as string[])
      if (/^(?!.*node_modules).*\.(md|ts|mjs|py|ipynb)$/.test(name) && !/executed/.test(name))
        files.push(path.join(folder, name));
  return files.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

const printed = productTexts().flatMap(({ file, text }) =>
  [...text.matchAll(/npm run ([a-z][a-z:]*)((?: --)(?: (?:'[^'\n]*'|[^\s`"'<;|()\\]+))*)?/g)].map(
    ([whole, name, rest = '']) => ({
      file,
      name,
      // A sentence may end behind it; what a program puts in is tried below.
      command: whole.split(' ${')[0].replace(/[.,:]+$/, ''),
      options: [...rest.matchAll(/(?<= )--[a-z][a-z-]*/g)].map(([option]) => option),
    }),
  ),
);

const help = new Map<string, string>();
before(async () => {
  const names = new Set(printed.map(({ name }) => name));
  const own = ['setup', 'doctor', 'lab', 'test', 'clean'];
  for (const name of [...names].filter((one) => own.includes(one))) {
    const { usage } = (await import(`../../src/setup/commands/${name}.mjs`)) as { usage: string };
    help.set(name, usage);
  }
  const commands = ['train', 'search', 'records', 'data', 'reproduce', 'course'];
  const parts = ['simulated', 'antolik2016', 'cowley2023', 'check'].map((part) => ['data', part]);
  await Promise.all(
    [...commands.map((name) => [name]), ...parts].map(async ([name, ...part]) => {
      const { stdout } = await runCli(name, [...part, '--help']);
      help.set(name, `${help.get(name) ?? ''}${stdout}\n`);
    }),
  );
});

test('every command that a text of the product prints exists, and has the options it is given', () => {
  assert.ok(printed.length > 40);
  for (const { file, name, options } of printed) {
    assert.ok(name in scripts, `${file}: npm run ${name}`);
    for (const option of options.filter((one) => one !== '--help' && help.has(name)))
      assert.ok(help.get(name)!.includes(option), `${file}: npm run ${name} has no ${option}`);
  }
});

test('every reproduce command that is printed is read by the command itself, and trains something', () => {
  const commands = printed.filter(({ name }) => name === 'reproduce');
  assert.ok(commands.length > 10);
  for (const { file, command } of commands) {
    let options: ReproduceOptions;
    try {
      options = parsed(command);
    } catch (error) {
      throw new Error(`${file}: ${command}: ${String(error)}`);
    }
    assert.ok(selectItems(options.only).length > 0, `${file}: ${command}`);
  }
});

const dataset = { identity: { name: 'tiny', kind: 'real', fingerprint: 'f' } as const };
const planOf = (preset: Plan['preset'], seeds?: number): Plan =>
  openPlan({ ...dataset, regions: [1, 3] }, preset, seeds);
const nothing = { find: () => undefined, local: { read: () => undefined } };
/** A store in which every run of a plan has ended. */
const everything = {
  find: () => undefined,
  local: { read: () => ({ status: 'finished' }) },
} as unknown as Parameters<typeof fillingCommand>[0]['records'];

const known = new Map<string, ReproduceOptions>();
/** The same, read once for all items. */
function parsedOnce(command: string, item: string): ReproduceOptions {
  assert.ok(command.endsWith(` --only ${item}`), command);
  const rest = command.slice(0, -item.length);
  const options = known.get(rest) ?? parsed(command);
  known.set(rest, options);
  return { ...options, only: [item] };
}

const given = { data: "/home/me/it's my data é", rectify: true, seeds: 2, weightsFile: 'a b.json' };

test('the command below a dash fills it: these data, these options, this item, a preset that trains it', () => {
  for (const preset of presetNames) {
    const plan = planOf(preset, given.seeds);
    const options = { ...given, preset };
    for (const { item, cells } of items.filter((one) => one.cells !== undefined)) {
      const all = cells!(plan, () => undefined);
      for (const records of [nothing as unknown as typeof everything, everything]) {
        const sentence = describeDashes({ plan, options, records }, item, 2);
        const commands = [...sentence.matchAll(/npm run reproduce .*?--only [^\s`]+/g)];
        const trained = commands.flatMap(([command]) => {
          const read = parsedOnce(command, item);
          assert.equal(read.data, given.data);
          assert.deepEqual([read.rectify, read.seeds, read.only], [true, 2, [item]]);
          assert.match(read.weights!, /[/\\]a b\.json$/);
          const runs = runsOf(
            planOf(read.preset!, read.seeds),
            selectItems(read.only),
            () => undefined,
          );
          assert.ok(runs.length > 0, `${sentence} trains nothing`);
          return runs;
        });
        // All that is missing is trained by one or the other.
        const missing = all.filter((cell) => records !== everything || !isTrained(plan, cell));
        const names = new Set(trained.map(withoutLength));
        for (const run of missing.flatMap((cell) => specify(plan, cell)))
          assert.ok(names.has(withoutLength(run)), `${sentence} leaves out ${run.region}`);
        if (commands.length === 0) assert.match(sentence, /their training failed/);
        assert.equal(
          /not part of preset/.test(sentence),
          all.some((cell) => !isTrained(plan, cell)),
        );
      }
    }
  }
});

/** A run whatever its preset, which decides how long it is. */
function withoutLength(run: RunSpecification): string {
  return JSON.stringify({ ...run, preset: 'any' }).replace(/"maxSteps":\d+/g, '');
}

test('for an item of a reader there is a sentence without a command', () => {
  const plan = planOf('quick');
  const fillable = { plan, options: {}, records: everything };
  assert.equal(describeDashes(fillable, 'my-own', 1), '— (1 row not run).');
});

test('help shows defaults as a user would type them', () => {
  for (const [name, text] of help) assert.doesNotMatch(text, /\(default: [[{"]{2}/, name);
});
