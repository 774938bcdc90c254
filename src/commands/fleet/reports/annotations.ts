import type { FleetReport, ReportedStack } from "../report";
import { cleaned } from "./cleaned";
import { type Group, groupOf, urgentFirst, wordOf } from "./groups";

/** GitHub shows at most ten of each kind per step; the worst ten stacks are named. */
const AT_MOST = 10;

const COMMANDS: Readonly<Record<Group, "error" | "warning" | "notice">> = {
  error: "error",
  "not-run": "error",
  drift: "warning",
  missing: "warning",
  pending: "warning",
  changed: "notice",
  note: "notice",
  ok: "notice",
};

/**
 * Workflow commands by which GitHub shows a report's worst stacks at their files, one a line; empty when nothing
 * was found. docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * @param pathOf the path of a stack's file, relative to the repository
 */
export function reportAnnotations(report: FleetReport, pathOf: (file: string) => string): string {
  const shown = cleaned(report);
  const worst = urgentFirst(shown)
    .filter(({ findings }) => findings.length > 0)
    .slice(0, AT_MOST);
  return worst.map((stack) => `${annotation(stack, shown.command, pathOf)}\n`).join("");
}

function annotation(stack: ReportedStack, command: string, pathOf: (file: string) => string): string {
  const group = groupOf(stack);
  const title = `${command}: ${stack.stack} ${wordOf(group, command)}`;
  const text = stack.findings.map(({ code, message }) => `${code}: ${message}`).join("\n");
  return `::${COMMANDS[group]} file=${property(pathOf(stack.file))},title=${property(title)}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
