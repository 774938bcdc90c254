import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../sandbox/engine/engine";
import { linkStandIns, neededStandIns } from "../sandbox/engine/stand-ins";
import { sampleValues } from "../sandbox/sample-tenant";
import { CHECKOUT } from "../sandbox/tenant-project";
import { type BenchEngine, type BenchStack, openBenchStack } from "./bench-stack";
import { areAllExplained, callTables, countCalls } from "./call-counts";
import { auditTable, isAuditFastEnough, measureAudits } from "./fleet-audit";
import { gainOf, MIN_GAIN, measurePreviews, previewFleetTable } from "./fleet-preview";
import { isFastEnough, openFloor, previewTable, timePreviews } from "./preview-floor";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const MIN_PAIRS = 7;
const FLEET_PAIRS = 5;
const HELP = `Counts the calls of Stripe and AWS, times an unchanged preview against the least that a stack like ours takes, and
audits and previews fleets.

  npm run bench                     ${MIN_PAIRS} pairs of runs
  npm run bench -- PAIRS            more of them
  npm run bench -- fleet-preview    the preview of a fleet alone

Exit code: 0 ok; 1 too slow, or a call without a reason; 2 wrong usage.
`;

const log = (line: string) => process.stderr.write(`${line}\n`);

async function findEngine(bin: string): Promise<BenchEngine> {
  const { pulumi, version } = await ensureEngine({ log, env: process.env });
  const standIns = neededStandIns({ pulumi, env: process.env });
  linkStandIns(standIns, bin);
  log(`Engine: Pulumi ${version}.`);
  return { pulumi, standIns, bin };
}

async function bench(pairCount: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-bench-"));
  const stacks: BenchStack[] = [];
  try {
    const engine = await findEngine(join(folder, "bin"));
    const values = sampleValues("stage");
    const ours = await openBenchStack(engine, { program: CHECKOUT, folder: join(folder, "ours"), values });
    stacks.push(ours);
    log("Counting calls …");
    const counts = await countCalls(ours);
    process.stdout.write(`${callTables(counts)}\n\n`);
    const floor = await openFloor(engine, join(folder, "floor"));
    stacks.push(floor);
    log(`Timing ${pairCount} pairs of previews …`);
    const pairs = await timePreviews(ours, floor, pairCount);
    process.stdout.write(`${previewTable(pairs)}\n\n`);
    const audits = await measureAudits(join(folder, "fleets"), log);
    process.stdout.write(`${auditTable(audits)}\n\n`);
    const previews = await measurePreviews(engine, join(folder, "fleet"), FLEET_PAIRS, log);
    process.stdout.write(`${previewFleetTable(previews)}\n`);
    const isFleetFastEnough = isAuditFastEnough(audits) && gainOf(previews) >= MIN_GAIN;
    return areAllExplained(counts) && isFastEnough(pairs) && isFleetFastEnough ? 0 : 1;
  } finally {
    await Promise.all(stacks.map((stack) => stack.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchFleetPreview(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-bench-"));
  try {
    const engine = await findEngine(join(folder, "bin"));
    const previews = await measurePreviews(engine, join(folder, "fleet"), FLEET_PAIRS, log);
    process.stdout.write(`${previewFleetTable(previews)}\n`);
    return gainOf(previews) >= MIN_GAIN ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main([pairs = String(MIN_PAIRS), ...rest]: readonly string[]): Promise<number> {
  if (/^\d+$/.test(pairs) && Number(pairs) >= MIN_PAIRS && rest.length === 0) return bench(Number(pairs));
  if (pairs === "fleet-preview" && rest.length === 0) return benchFleetPreview();
  process.stderr.write(HELP);
  return pairs === "--help" ? 0 : 2;
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
