import type { FaultKind } from "./faults";
import type { Operation } from "./operations";
import type { Program } from "./program";
import type { Rig, Scenario } from "./rig";
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
}

/** Names of the calls to Stripe that an operation makes, in order, when nothing goes wrong. */
export async function callsOf(rig: Rig, operation: Operation): Promise<string[]> {
  const scenario = rig.scenario();
  const program = await operation.prepare(scenario);
  const before = scenario.calls().length;
  await run(operation, scenario, program);
  return scenario
    .calls()
    .slice(before)
    .map((call) => call.operation);
}

/** Runs the operation with the fault, then as it is, and looks at what is left. */
export async function tryOut(rig: Rig, combination: Combination): Promise<Outcome> {
  const { operation, fault, index } = combination;
  const scenario = rig.scenario();
  const program = await operation.prepare(scenario);
  await fault.arm(scenario, index);
  const error = await run(operation, scenario, program).then(
    () => undefined,
    (reason: Error & { details?: string }) => reason.details ?? reason.message,
  );
  await fault.heal(scenario);
  const problems = [
    ...afterFault(scenario, program, combination, error),
    ...(await afterPlainRun(scenario, program, operation)),
  ];
  return { ...combination, problems };
}

function run(operation: Operation, scenario: Scenario, program: Program): Promise<void> {
  return operation.run ? operation.run(scenario, program) : scenario.engine.up(program);
}

/** A run with a fault either fails with a clear error or has done all of its work. */
function afterFault(
  scenario: Scenario,
  program: Program,
  { operation, fault }: Combination,
  error: string | undefined,
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

function unclear(scenario: Scenario, error: string, fault: FaultKind): Problem[] {
  const problem = (text: string): Problem => ({
    kind: "error not clear",
    text: `${text}: ${redacted(error)}`,
  });
  const secrets = [scenario.tenant.secretKey, ...scenario.endpoints().map(({ secret }) => secret)];
  return [
    ...(fault.isHarmless ? [problem("fails")] : []),
    ...(secrets.some((secret) => error.includes(secret.slice(-12))) ? [problem("names a secret")] : []),
    ...(fault.needs === "own process" || isClear(error) ? [] : [problem("is not clear")]),
  ];
}

/** A fixed code, Stripe's name, something to do next, and no stack. */
function isClear(error: string): boolean {
  return (
    /^[a-z]+(-[a-z]+)+: /.test(error) &&
    error.includes("Stripe") &&
    /^ {2}next {3}\S/m.test(error) &&
    !/\n\s+at |this is a bug/.test(error)
  );
}

const redacted = (text: string) => text.replace(/(_(test|live)|whsec)_\w+/g, "$1_…");

async function afterPlainRun(scenario: Scenario, program: Program, operation: Operation): Promise<Problem[]> {
  try {
    await run(operation, scenario, program);
    const before = scenario.calls().length;
    await run(operation, scenario, program);
    const again = scenario
      .calls()
      .slice(before)
      .filter(({ isWrite }) => isWrite);
    return [
      ...problemsOf(scenario.endpoints(), scenario.engine, program),
      ...again.map(
        (call): Problem => ({ kind: "not as declared", text: `a further run makes ${call.operation}` }),
      ),
    ];
  } catch (error) {
    const text = `a plain run fails: ${redacted((error as Error).message)}`;
    return [{ kind: "not as declared", text }, ...problemsOf(scenario.endpoints(), scenario.engine, program)];
  }
}
