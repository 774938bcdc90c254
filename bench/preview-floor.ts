import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { sampleValues } from "../sandbox/sample-tenant";
import { CHECKOUT, type TenantValues } from "../sandbox/tenant-project";
import { type BenchEngine, type BenchStack, openBenchStack } from "./bench-stack";
import { type Pair, ratiosOf, runInTurn, type Spread, spreadOf } from "./statistics";

/** How many times as long as the floor's an unchanged preview of ours may take. */
export const MAX_RATIO = 1.15;

/** Provisions the floor program: one trivial dynamic resource and one AWS secret, the same packages and options as ours. */
export async function openFloor(engine: BenchEngine, folder: string): Promise<BenchStack> {
  const program = join(folder, "program");
  cpSync(join(__dirname, "floor-program"), program, { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules"), join(program, "node_modules"), "dir");
  const floor = await openBenchStack(engine, { program, folder, values: floorValues() });
  await floor.pulumi("up", "--yes", "--skip-preview");
  return floor;
}

function floorValues(): TenantValues {
  const values = Object.entries(sampleValues("stage").plain);
  return { plain: Object.fromEntries(values.filter(([key]) => key.startsWith("aws:"))), encrypted: {} };
}

/** Times unchanged previews of two provisioned stacks, in pairs. */
export function timePreviews(ours: BenchStack, floor: BenchStack, count: number): Promise<Pair[]> {
  const preview = (stack: BenchStack) => async () =>
    (await stack.pulumi("preview", "--expect-no-changes")).durationMs;
  return runInTurn<Pair>(count, { floor: preview(floor), ours: preview(ours) });
}

/** Whether the median of the pairs' ratios keeps to the limit. */
export function isFastEnough(pairs: readonly Pair[]): boolean {
  return spreadOf(ratiosOf(pairs)).median <= MAX_RATIO;
}

/** Both sides' times and their ratio, with the verdict. */
export function previewTable(pairs: readonly Pair[]): string {
  const ms = (value: number) => `${Math.round(value)} ms`;
  const sides = { ours: pairs.map(({ ours }) => ours), floor: pairs.map(({ floor }) => floor) };
  return [
    row(`unchanged preview, ${pairs.length} pairs`, ["min", "median", "max"]),
    row("  ours", spreadCells(spreadOf(sides.ours), ms)),
    row("  floor", spreadCells(spreadOf(sides.floor), ms)),
    row(
      "  ratio of each pair",
      spreadCells(spreadOf(ratiosOf(pairs)), (ratio) => ratio.toFixed(3)),
    ),
    `median of the ratios at most ${MAX_RATIO}: ${isFastEnough(pairs) ? "ok" : "too slow"}`,
  ].join("\n");
}

function row(label: string, cells: readonly string[]): string {
  return [label.padEnd(32), ...cells.map((cell) => cell.padStart(10))].join("");
}

function spreadCells({ min, median, max }: Spread, format: (value: number) => string): string[] {
  return [min, median, max].map(format);
}
