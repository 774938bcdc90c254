import { readProject } from "../../../config/project";
import type { StackFile } from "../../../config/stack-file";
import { PulumiStack } from "../../../engine/pulumi-stack";
import { messageOf, UserError } from "../../../errors";
import { type Recovered, recoverStack } from "../../recover/recover";
import type { NextStep, RecoverFinding } from "../../recover/recover-finding";
import { lockOfStack } from "../../recover/stack-lock";
import { detailsOf } from "../../stack-option";
import { finding } from "../finding";
import type { Finding, StackReport } from "../report";
import type { Judgement } from "../run/judge-preview";
import { identityOf } from "../select";

/** Recovers one stack of a fleet, which was confirmed before. Never throws: what went wrong is in the report. */
export async function recoverFleetStack(folder: string, file: StackFile): Promise<StackReport> {
  try {
    const project = readProject(folder);
    const selected = detailsOf(file, project.name);
    // Ctrl-C stops the fleet between two stacks, and not in the middle of one.
    const engine = new PulumiStack(file.stack, { detached: true });
    const lock = await lockOfStack(project.name, file.stack);
    const talk = { confirm: async (found: readonly RecoverFinding[]) => refuseForeign(found), log: () => {} };
    const recovered = await recoverStack({ project, selected, engine, lock }, talk);
    return { ...identityOf(file), ...judgeRecovery(recovered) };
  } catch (error) {
    return { ...identityOf(file), status: "error", findings: [findingOfError(error)] };
  }
}

/** Nobody is asked for each stack: what somebody else made is left to the command for one stack. */
function refuseForeign(findings: readonly RecoverFinding[]): void {
  const foreign = findings.find(({ code }) => code === "foreign-secret");
  if (foreign) throw new ForeignSecret(foreign.message);
}

class ForeignSecret extends Error {}

/** Status and findings of a stack after `recover`. */
export function judgeRecovery({ findings, isChanged, isNeverProvisioned }: Recovered): Judgement {
  if (isNeverProvisioned)
    return {
      status: "missing",
      findings: [finding("never-provisioned", "neither the state backend nor AWS knows the stack")],
    };
  const repaired = findings.filter(({ isRepaired }) => isRepaired);
  const told = isChanged
    ? [finding("recovered", `the state is rebuilt: ${repaired.map(({ message }) => message).join("; ")}`)]
    : [];
  const left = findings.filter(({ isRepaired }) => !isRepaired).map((found) => withNext(found));
  const codes = left.map(({ code }) => code);
  if (codes.includes("signing-secret-missing")) return { status: "error", findings: [...left, ...told] };
  return { status: codes.includes("generation-differs") ? "drift" : "ok", findings: [...left, ...told] };
}

function withNext({ code, message, next = [] }: RecoverFinding): Finding {
  return { code, message: [message, ...next.map(wordsOfStep)].join(". Next: ") };
}

function wordsOfStep({ command = "", explanation }: NextStep): string {
  return explanation ? `${command} (${explanation})` : command;
}

function findingOfError(error: unknown): Finding {
  if (error instanceof ForeignSecret) {
    const next = "npx plenigo-stripe recover --stack asks before it takes it over";
    return finding("foreign-secret", `${error.message}; ${next}`);
  }
  if (!(error instanceof UserError)) return { code: "engine-failed", message: messageOf(error) };
  const { what, next = [] } = error.parts;
  const message = [what.replaceAll(/\s*\n\s*/g, "; "), ...next].join(" Next: ");
  return { code: error.code, message: messageOf(message) };
}
