import { readFileSync } from "node:fs";
import { runCommand } from "../../src/engine/run-command";
import { pulumi } from "./engine";
import type { Journey } from "./journey";

/** The stack's state as another backend may still have it: its text, to be put back later. */
export async function copyOfState(journey: Journey): Promise<string> {
  return (await journey.pulumi("stack", "export")).stdout;
}

/** Puts an older state in place of the one that is there. */
export async function putBack(journey: Journey, state: string): Promise<void> {
  await run(journey, ["stack", "import"], state);
}

/** Runs the engine without noting what it prints. */
async function run(journey: Journey, words: readonly string[], input?: string): Promise<string> {
  const options = { cwd: journey.project, env: journey.environment(), input };
  const { code, stdout, stderr } = await runCommand(
    pulumi ?? "",
    [...words, "--stack", journey.stack],
    options,
  );
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** The state backend loses the stack; its file stays. */
export async function loseState(journey: Journey): Promise<void> {
  const { code, text } = await journey.pulumi("stack", "rm", "--yes", "--force", "--preserve-config");
  if (code !== 0) throw new Error(text);
}

/**
 * The state's resources by URN, secrets in plain text, without what may differ between two states that say the same: times,
 * the ids of providers, places in the source, the order of dependencies, outputs of the program, values that a plugin may leave out or give as empty,
 * and the engine's own provider, which a program's question about the state brings in.
 */
export async function comparableState(journey: Journey): Promise<Record<string, unknown>> {
  // Asked to show secrets, it does: that is not a leak, so the run is kept out of the sweep.
  const stdout = await run(journey, ["stack", "export", "--show-secrets"]);
  const { resources } = JSON.parse(stdout).deployment as { resources: Record<string, unknown>[] };
  const entries = resources.flatMap(({ created: _, modified, sourcePosition, stackTrace, ...resource }) => {
    const { id, ...provider } = resource;
    const type = String(resource.type);
    if (type === "pulumi:providers:pulumi") return [];
    if (type === "pulumi:pulumi:Stack") return [[resource.urn, { ...resource, outputs: undefined }]];
    if (type.startsWith("pulumi:providers:")) return [[resource.urn, provider]];
    const { inputs, outputs } = resource;
    const dependencies = [...((resource.dependencies ?? []) as string[])].sort();
    const values = { inputs: withoutEmpty(inputs), outputs: withoutEmpty(outputs), dependencies };
    const providerName = String(resource.provider ?? "").replace(/::[^:]*$/, "");
    return [[resource.urn, { ...resource, ...values, provider: providerName }]];
  });
  return Object.fromEntries(entries);
}

/** A bag without empty texts, empty lists and secrets that are empty. */
function withoutEmpty(bag: unknown): unknown {
  const isEmpty = (value: unknown) =>
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (value as { plaintext?: string } | null)?.plaintext === '""';
  return Object.fromEntries(Object.entries((bag ?? {}) as object).filter(([, value]) => !isEmpty(value)));
}

/** All that stands in the project's stack file. */
export function stackFileOf(journey: Journey): string {
  return readFileSync(`${journey.project}/Pulumi.${journey.stack}.yaml`, "utf8");
}
