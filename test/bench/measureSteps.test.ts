import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchProcess } from './benchProcess';
import { spreadOf } from './measurement';
import { measureSteps, withContestants } from './measureSteps';

const setting = { model: 'CAE-FR2', batch: 32, threads: 1 };

function fakeProcess(
  name: string,
  asked: string[],
  milliseconds: (call: number) => number,
): BenchProcess {
  let calls = 0;
  return {
    library: `${name} 1.0`,
    firstStepMs: 5,
    ask: async (request, count) => {
      if (request === 'processor') return 7;
      asked.push(`${name} ${request} ${count}`);
      return milliseconds(calls++);
    },
    stop: async () => undefined,
  };
}

test('the middle of the rounds, and their ends', () => {
  assert.deepEqual(spreadOf([5, 1, 3]), { median: 3, min: 1, max: 5 });
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
  assert.deepEqual(spreadOf([7]), { median: 7, min: 7, max: 7 });
});

test('everybody takes a turn in every round, with as many steps as fill a second', async () => {
  const asked: string[] = [];
  const running = [
    { backend: 'fast', process: fakeProcess('fast', asked, (call) => [100, 90, 110, 100][call]) },
    { backend: 'slow', process: fakeProcess('slow', asked, () => 2000) },
  ];
  const measured = await measureSteps(setting, running, {
    contestants: [],
    rounds: 3,
    onProgress: () => undefined,
  });
  assert.deepEqual(asked, [
    'fast steps 3',
    'slow steps 3',
    'fast steps 10',
    'slow steps 3',
    'fast steps 10',
    'slow steps 3',
    'fast steps 10',
    'slow steps 3',
  ]);
  assert.deepEqual(measured[0], {
    ...setting,
    backend: 'fast',
    library: 'fast 1.0',
    medianMs: 100,
    minMs: 90,
    maxMs: 110,
    processorMs: 7,
    firstStepMs: 5,
  });
  assert.equal(measured[1].medianMs, 2000);
});

test('who is not there is named with the reason; the others run and are stopped', async () => {
  const contestants = [
    { backend: 'missing', command: async () => 'no such library' },
    {
      backend: 'broken',
      command: async () => node('process.stderr.write("out of order\\n"); process.exit(1)'),
    },
    {
      backend: 'unknown program',
      command: async () => ({ file: '/nowhere/python', parameters: [], environment: {} }),
    },
    {
      backend: 'works',
      command: async () =>
        node(
          'console.log(JSON.stringify({ library: "x" })); process.stdin.on("data", (text) => ' +
            'console.log(String(text).split(" ")[1].trim()))',
        ),
    },
  ];
  const answer = await withContestants(
    setting,
    { contestants, rounds: 1, onProgress: () => undefined },
    async (running, absent) => {
      assert.deepEqual(
        running.map(({ backend }) => backend),
        ['works'],
      );
      assert.deepEqual(
        absent.map(({ backend }) => backend),
        ['missing', 'broken', 'unknown program'],
      );
      assert.equal(absent[0].reason, 'no such library');
      assert.equal(absent[1].reason, 'out of order');
      assert.match(absent[2].reason, /ENOENT/);
      return running[0].process.ask('steps', 17);
    },
  );
  assert.equal(answer, 17);
});

function node(program: string): {
  file: string;
  parameters: string[];
  environment: NodeJS.ProcessEnv;
} {
  return { file: process.execPath, parameters: ['-e', program], environment: {} };
}
