import { wordsOfFault } from "../../../config/faults";
import type { StackFile } from "../../../config/stack-file";
import { connectionSecretName } from "../../../environments";
import { setConfig } from "../../../remedies";
import { unseenFindings } from "../audit/declared";
import type { Finding, StackReport } from "../report";
import { type Fleet, groupBy, identityOf } from "../select";

/** Lists all stacks of a project, templates too, with every mistake that the files alone show. */
export function listStacks({ stacks }: Fleet): StackReport[] {
  const byCompany = groupBy(
    stacks.filter(({ isTemplate }) => !isTemplate),
    ({ config }) => config?.companyId,
  );
  return stacks.map((stack) => {
    const findings = [...ownFindings(stack), ...clashes(stack, byCompany), ...unseenFindings(stack)];
    const status = findings.some(({ code }) => code === "config-invalid") ? "error" : "ok";
    return { ...identityOf(stack), status, findings };
  });
}

function ownFindings({ isTemplate, faults }: StackFile): Finding[] {
  if (isTemplate) {
    const values = faults.map(({ key, whole }) => key ?? whole).join(", ");
    return [{ code: "template", message: `the file is still a template; values to replace: ${values}` }];
  }
  return faults.map((fault) => ({
    code: "config-invalid",
    message: wordsOfFault(fault),
    ...(fault.next && { next: [fault.next] }),
  }));
}

/** Two stacks that would work on the same connection, and stage and live with the same id. */
function clashes(
  stack: StackFile,
  byCompany: ReadonlyMap<string | undefined, readonly StackFile[]>,
): Finding[] {
  const companyId = stack.config?.companyId;
  if (!companyId || stack.isTemplate) return [];
  return (byCompany.get(companyId) ?? [])
    .filter((other) => other !== stack)
    .map((other) => clash(companyId, stack, other));
}

function clash(companyId: string, own: StackFile, other: StackFile): Finding {
  const { environment } = own;
  const isSame = environment === other.environment;
  const why =
    environment && isSame
      ? ` and would write the same secret ${connectionSecretName(environment, companyId)}`
      : ", although plenigo's stage and live systems have different ids";
  return {
    code: "config-invalid",
    message: `stack ${other.stack} has the same company id ${companyId}${why}`,
    next: [setConfig("companyId", "COMPANY_ID", "in the stack where it is wrong")],
  };
}
