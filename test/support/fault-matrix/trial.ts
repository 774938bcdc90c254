import type { FaultKind } from "./faults";
import type { Operation } from "./operations";
import { withPatience } from "./patience";
import type { Program } from "./program";
import type { Rig } from "./rig";
import { type Scenario, type Service, StoreFailed } from "./scenario";
import { isVerifiable, type Problem, problemsOf } from "./world";

/** One combination of the matrix: a fault of one of the calls that an operation makes. */
export interface Combination {
  readonly operation: Operation;
  readonly fault: FaultKind;
  /** Number of the call, from 0, and its name. */
  readonly index: number;
  readonly call: string;
}

/** What came of a combination; all is well when there are no problems. */
export interface Outcome extends Combination {
  readonly problems: readonly Problem[];
  /** Time that the run with the fault took, in ms; left out where it depends on other runs. */
  readonly tookMs?: number;
}

/** Time for one call, with its attempts, to the service from which something does not come, in ms. */
const SHORT_MS = 450;
/** Longest time of a run with a fault, in ms, with a dozen at a time and a machine that has much else to do. */
const BOUND_MS = 60_000;
/** The same for runs that wait for all the others of their process. */
const DOOMED_MS = 150_000;

/** Names of the calls that an operation makes to each service, in order, when nothing goes wrong. */
export async function callsOf(rig: Rig, operation: Operation): Promise<Record<Service, string[]>> {
  const scenario = rig.scenario();
  const program = await operation.prepare(scenario);
  const before = { stripe: scenario.calls("stripe").length, aws: scenario.calls("aws").length };
  await run(operation, scenario, program);
  const names = (service: Service) =>
    scenario
      .calls(service)
      .slice(before[service])
      .map((call) => call.operation);
  return { stripe: names("stripe"), aws: names("aws") };
}

/** Runs the operation with the fault, then as it is, and looks at what is left. */
export async function tryOut(rig: Rig, combination: Combination): Promise<Outcome> {
  const { operation, fault, index } = combination;
  const scenario = rig.scenario();
  const program = await operation.prepare(scenario);
  await fault.arm(scenario, index);
  const before = scenario.endpoints().map(({ id }) => id);
  const start = performance.now();
  const error = await withPatience(fault.isWaiting ? { [fault.service]: SHORT_MS } : {}, () =>
    ended(run(operation, scenario, program), fault.needs === "doomed process" ? DOOMED_MS : BOUND_MS),
  );
  const tookMs = performance.now() - start;
  await fault.heal(scenario);
  const problems = [
    ...afterFault(scenario, program, combination, error),
    ...lostOf(scenario, before),
    ...(await afterPlainRun(scenario, program, operation)),
  ];
  return { ...combination, problems, ...(fault.needs === "nothing" && { tookMs }) };
}

/** What a run ended with; one that does not end in time ends with an error of its own. */
async function ended(running: Promise<void>, boundMs: number): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new NeverEnded(`no end after ${boundMs / 1000} s`)), boundMs);
  });
  try {
    return await Promise.race([
      never,
      running.then(
        () => undefined,
        (reason: Error) => reason,
      ),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

class NeverEnded extends Error {}

function run(operation: Operation, scenario: Scenario, program: Program): Promise<void> {
  return operation.run ? operation.run(scenario, program) : scenario.engine.up(program);
}

/** A run with a fault either fails with a clear error or has done all of its work. */
function afterFault(
  scenario: Scenario,
  program: Program,
  { operation, fault }: Combination,
  error: Error | undefined,
): Problem[] {
  const problems =
    error === undefined
      ? problemsOf(scenario.endpoints(), scenario.engine, program)
      : unclear(scenario, error, fault);
  if (operation.isVerifiable && !isVerifiable(scenario.endpoints(), scenario.engine)) {
    problems.push({ kind: "secret lost", text: "no endpoint's events can be verified" });
  }
  return problems;
}

function unclear(scenario: Scenario, reason: Error & { details?: string }, fault: FaultKind): Problem[] {
  const error = reason.details ?? reason.message;
  if (reason instanceof NeverEnded) return [{ kind: "no end", text: error }];
  const problem = (text: string): Problem => ({
    kind: "error not clear",
    text: `${text}: ${redacted(error)}`,
  });
  const secrets = [scenario.tenant.secretKey, ...scenario.endpoints().map(({ secret }) => secret)];
  const isOurs = fault.needs !== "doomed process" && !(reason instanceof StoreFailed);
  return [
    ...(fault.isHarmless ? [problem("fails")] : []),
    ...(secrets.some((secret) => error.includes(secret.slice(-12))) ? [problem("names a secret")] : []),
    ...(isOurs && !isClear(error, fault.service) ? [problem("is not clear")] : []),
  ];
}

/** A fixed code, the service's name, something to do next, and no stack. */
function isClear(error: string, service: Service): boolean {
  return (
    /^[a-z]+(-[a-z]+)+: /.test(error) &&
    error.includes(service === "aws" ? "AWS" : "Stripe") &&
    /^ {2}next {3}\S/m.test(error) &&
    !/\n\s+at |this is a bug/.test(error)
  );
}

/** An endpoint that was there and that the connection secret in AWS still names is in use: it must not have gone. */
function lostOf(scenario: Scenario, before: readonly string[]): Problem[] {
  const ids = scenario.endpoints().map(({ id }) => id);
  const lost = scenario.named().filter((id) => before.includes(id) && !ids.includes(id));
  return lost.map((id) => ({ kind: "endpoint lost", text: `${id}, which the connection secret names` }));
}

const redacted = (text: string) => text.replace(/(_(test|live)|whsec)_\w+/g, "$1_…");

async function afterPlainRun(scenario: Scenario, program: Program, operation: Operation): Promise<Problem[]> {
  try {
    await run(operation, scenario, program);
    const before = scenario.calls("stripe").length;
    await run(operation, scenario, program);
    const again = scenario
      .calls("stripe")
      .slice(before)
      .filter(({ isWrite }) => isWrite);
    return [
      ...problemsOf(scenario.endpoints(), scenario.engine, program),
      ...notNamed(scenario, program),
      ...again.map(
        (call): Problem => ({ kind: "not as declared", text: `a further run makes ${call.operation}` }),
      ),
    ];
  } catch (error) {
    const text = `a plain run fails: ${redacted((error as Error).message)}`;
    return [{ kind: "not as declared", text }, ...problemsOf(scenario.endpoints(), scenario.engine, program)];
  }
}

/** The connection secret in AWS names what is declared, and nothing else. */
function notNamed(scenario: Scenario, { endpoints }: Program): Problem[] {
  const names = scenario.named();
  const { entries } = scenario.engine;
  const declared = endpoints.map(({ name }) => entries.find((entry) => entry.name === name)?.id ?? "");
  if (JSON.stringify(names.sort()) === JSON.stringify(declared.sort())) return [];
  return [{ kind: "secret lost", text: `the connection secret names ${names.join(" and ") || "nothing"}` }];
}
