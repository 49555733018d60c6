import { cpus, loadavg, totalmem } from 'node:os';
import type { Absence, StepMeasurement, StepSetting, TaskMeasurement } from './measurement';

/** Everything that one `npm run bench` measured. */
export interface BenchReport {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
    /**
     * Mean number of running processes in the minute before; above 0 somebody else was computing
     * too.
     */
    readonly loadBefore: number;
  };
  readonly rounds: number;
  readonly measurements: readonly StepMeasurement[];
  readonly tasks: readonly TaskMeasurement[];
  readonly absent: readonly Absence[];
}

/** In the order of the table's last columns. */
const comparedWith = ['native, eager', 'pytorch', 'pytorch, compiled', 'tf.function'] as const;

export function describeMachine(): BenchReport['machine'] {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown processor',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    loadBefore: loadavg()[0],
  };
}

/**
 * The report as text: a table for every setting, with the ratio to each peer measured in the same
 * rounds, then everything else.
 */
export function formatBenchReport({
  machine,
  rounds,
  measurements,
  tasks,
  absent,
}: BenchReport): string {
  const lines = [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ` +
      `${machine.node}; load before: ${machine.loadBefore.toFixed(1)}`,
    `Medians of ${rounds} rounds that take turns, smallest and largest round beside them.`,
  ];
  for (const setting of distinctSettings([...measurements, ...absent])) {
    const own = measurements.filter((measurement) => isSameSetting(measurement, setting));
    const others = comparedWith.flatMap((name) => own.filter(({ backend }) => backend === name));
    lines.push(
      '',
      `One training step of ${setting.model}, batch ${setting.batch}, ${setting.threads} ` +
        `thread${setting.threads === 1 ? '' : 's'}`,
    );
    if (own.length > 0) {
      lines.push(
        ...alignColumns([
          ['', 'ms', 'from', 'to', 'CPU ms', ...others.map(({ backend }) => `x ${backend}`), ''],
          ...own.map(({ backend, medianMs, minMs, maxMs, processorMs, library }) => [
            backend,
            ...[medianMs, minMs, maxMs, processorMs].map(formatNumber),
            ...others.map((other) => (medianMs / other.medianMs).toFixed(2)),
            library,
          ]),
        ]),
      );
    }
    lines.push(
      ...absent
        .filter((absence) => isSameSetting(absence, setting))
        .map(({ backend, reason }) => `  ${backend}: not measured, ${reason}`),
    );
  }
  if (tasks.length > 0) {
    lines.push(
      '',
      ...alignColumns([
        ['', '', 'median', 'from', 'to', ''],
        ...tasks.map(({ task, backend, unit, median, min, max }) => [
          task,
          backend,
          ...[median, min, max].map(formatNumber),
          unit,
        ]),
      ]),
    );
  }
  return lines.join('\n');
}

function isSameSetting(left: StepSetting, right: StepSetting): boolean {
  return left.model === right.model && left.batch === right.batch && left.threads === right.threads;
}

function distinctSettings(settings: readonly StepSetting[]): StepSetting[] {
  return settings.filter(
    (setting, index) => settings.findIndex((other) => isSameSetting(other, setting)) === index,
  );
}

function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Columns of numbers end below each other; the first and the last are words. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isNumber = (column: number): boolean => /^[\d.]+$/.test(rows[rows.length - 1][column]);
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd()}`,
  );
}
