import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../sandbox/engine/engine";
import { linkStandIns, neededStandIns } from "../sandbox/engine/stand-ins";
import { sampleValues } from "../sandbox/sample-tenant";
import { makeTenantRepository } from "../sandbox/tenant-project";
import { OWN_MANIFEST } from "../src/own-manifest";
import { type BenchEngine, openBenchStack } from "./bench-stack";
import { buildPackage } from "./built-package";
import { callFigures, callTables, countCalls } from "./call-counts";
import {
  type Figure,
  figureTable,
  isInBound,
  machineWords,
  type SavedFigures,
  savedFigures,
} from "./figures";
import { auditFigures, measureAudits } from "./fleet-audit";
import { measurePreviews, previewFleetFigures } from "./fleet-preview";
import { openFloor, previewFigures, timePreviews } from "./preview-floor";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const FLOOR_PAIRS = 7;
const FLEET_PAIRS = 5;
const LAST_RELEASE = join(__dirname, "last-release.json");

const HELP = `Counts the calls of Stripe and AWS, times an unchanged preview against the least that a stack like ours takes, and
audits and previews fleets. Prints one table, beside the figures of the last release.

  npm run bench            all of it, about ten minutes
  npm run bench -- PART    a part alone: start, fleet-audit or fleet-preview
  npm run bench -- save    all of it, and keeps the figures as those of this version, before a release

Exit code: 0 ok; 1 a bound was missed, or a call has no reason; 2 wrong usage.
`;

const log = (line: string) => process.stderr.write(`${line}\n`);

/** A part of the bench; `folder` is for its files. */
type Part = (engine: BenchEngine, folder: string) => Promise<Figure[]>;

const PARTS: Readonly<Record<string, Part>> = {
  start: benchStart,
  "fleet-audit": async (_, folder) => auditFigures(await measureAudits(folder, log)),
  "fleet-preview": async (engine, folder) =>
    previewFleetFigures(await measurePreviews(engine, folder, FLEET_PAIRS, log)),
};

async function benchStart(engine: BenchEngine, folder: string): Promise<Figure[]> {
  const values = sampleValues("stage");
  log("Building the package …");
  const built = buildPackage(join(folder, "package"));
  const ours = await openBenchStack(engine, {
    makeProject: (project) => makeTenantRepository(project, engine.standIns, built),
    folder: join(folder, "ours"),
    values,
  });
  const floor = await openFloor(engine, join(folder, "floor"));
  try {
    log("Counting calls …");
    const counts = await countCalls(ours);
    process.stdout.write(`${callTables(counts)}\n\n`);
    log(`Timing ${FLOOR_PAIRS} pairs of previews …`);
    return [...callFigures(counts), ...previewFigures(await timePreviews(ours, floor, FLOOR_PAIRS))];
  } finally {
    await Promise.all([ours.close(), floor.close()]);
  }
}

/** Runs the parts one after the other. @returns the exit code */
async function bench(parts: readonly string[], isSaved: boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-bench-"));
  try {
    const { pulumi, version } = await ensureEngine({ log, env: process.env });
    const bin = join(folder, "bin");
    const engine = { pulumi, standIns: neededStandIns({ pulumi, env: process.env }), bin };
    linkStandIns(engine.standIns, bin);
    const figures: Figure[] = [];
    for (const name of parts) figures.push(...((await PARTS[name]?.(engine, join(folder, name))) ?? []));
    const machine = machineWords(version);
    process.stdout.write(`${figureTable(figures, machine, lastRelease())}\n`);
    if (isSaved) save(figures, machine);
    return figures.every(isInBound) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lastRelease(): SavedFigures | undefined {
  return existsSync(LAST_RELEASE) ? JSON.parse(readFileSync(LAST_RELEASE, "utf8")) : undefined;
}

function save(figures: readonly Figure[], machine: string): void {
  const saved = savedFigures(OWN_MANIFEST.version, machine, figures);
  writeFileSync(LAST_RELEASE, `${JSON.stringify(saved, undefined, 2)}\n`);
}

async function main([what, ...rest]: readonly string[]): Promise<number> {
  if (rest.length === 0 && (what === undefined || what === "save"))
    return bench(Object.keys(PARTS), what === "save");
  if (rest.length === 0 && what !== undefined && what in PARTS) return bench([what], false);
  process.stderr.write(HELP);
  return what === "--help" ? 0 : 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
