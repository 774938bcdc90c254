import { cpus, totalmem } from "node:os";

/** What was measured, with what it must keep to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ms" | "MB" | "times" | "calls";
  /** Missing: told only. */
  readonly bound?: { readonly atMost: number } | { readonly atLeast: number };
}

/** The figures of a release, as `npm run bench -- save` keeps them. */
export interface SavedFigures {
  readonly version: string;
  readonly machine: string;
  /** Values by the figures' names. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * What is kept of a release's figures, with four digits each.
 * @throws Error where two figures have one name: the next release would be compared with the wrong one
 */
export function savedFigures(version: string, machine: string, figures: readonly Figure[]): SavedFigures {
  const values: Record<string, number> = {};
  for (const { name, value } of figures) {
    if (name in values) throw new Error(`two figures have the name "${name}"`);
    values[name] = Number(value.toPrecision(4));
  }
  return { version, machine, values };
}

/** Processor, number of cores, memory and versions: figures of other machines compare only roughly. */
export function machineWords(engineVersion: string): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const processor = first?.model.trim() || process.arch;
  return `${processor}, ${cpus().length} cores, ${memory}, ${process.platform}, Node ${process.version}, Pulumi ${engineVersion}`;
}

/** Whether a figure keeps to its bound; one without a bound does. */
export function isInBound({ value, bound }: Figure): boolean {
  if (!bound) return true;
  return "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
}

/** All figures in one table, with their bounds and the last release's. */
export function figureTable(figures: readonly Figure[], machine: string, last?: SavedFigures): string {
  const rows = figures.map((figure) => [
    figure.name,
    withUnit(figure.value, figure.unit),
    boundWords(figure),
    isInBound(figure) ? (figure.bound ? "ok" : "") : "missed",
    comparison(figure, last?.values[figure.name]),
  ]);
  const header = ["", "measured", "bound", "", last ? `against ${last.version}` : ""];
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const origin = last
    ? [`${last.version} was measured on: ${last.machine}`]
    : ["No release has left figures yet."];
  return [machine, "", ...[header, ...rows].map(line), "", ...origin].join("\n");
}

function boundWords({ bound, unit }: Figure): string {
  if (!bound) return "";
  return "atMost" in bound ? `≤ ${withUnit(bound.atMost, unit)}` : `≥ ${withUnit(bound.atLeast, unit)}`;
}

function comparison({ value }: Figure, last: number | undefined): string {
  if (last === undefined || last === 0) return "";
  const percent = Math.round((value / last - 1) * 100);
  return percent === 0 ? "same" : `${percent > 0 ? "+" : ""}${percent} %`;
}

function withUnit(value: number, unit: Figure["unit"]): string {
  const digits = { s: 1, ms: 0, MB: 0, times: 2, calls: 3 }[unit];
  return `${Number.isInteger(value) ? value : value.toFixed(digits)} ${unit}`;
}
