import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { sampleValues } from "../sandbox/sample-tenant";
import { CHECKOUT, makeProject, type TenantValues } from "../sandbox/tenant-project";
import { type BenchEngine, type BenchStack, openBenchStack } from "./bench-stack";
import type { Figure } from "./figures";
import { type Pair, ratiosOf, runInTurn, spreadOf } from "./statistics";

/** How many times as long as the floor's an unchanged preview of ours may take. */
export const MAX_RATIO = 1.05;

/**
 * Provisions the floor program: one trivial dynamic resource and one AWS secret, in the language, with the packages and
 * with the options of a tenant's repository.
 */
export async function openFloor(engine: BenchEngine, folder: string): Promise<BenchStack> {
  const program = join(folder, "program");
  cpSync(join(__dirname, "floor-program"), program, { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules"), join(program, "node_modules"), "dir");
  const floor = await openBenchStack(engine, {
    makeProject: (project) => makeProject(project, engine.standIns, program),
    folder,
    values: floorValues(),
  });
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

/** What comes of the pairs: medians of both sides, and of the ratio of each pair. */
export function previewFigures(pairs: readonly Pair[]): Figure[] {
  const { median } = spreadOf(ratiosOf(pairs));
  return [
    { name: "unchanged preview", value: spreadOf(pairs.map(({ ours }) => ours)).median, unit: "ms" },
    {
      name: "the least that it can take",
      value: spreadOf(pairs.map(({ floor }) => floor)).median,
      unit: "ms",
    },
    { name: "unchanged preview, of the least", value: median, unit: "times", bound: { atMost: MAX_RATIO } },
  ];
}
