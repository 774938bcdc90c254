import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { holdsSecret } from "../../credential-forms";
import { NO_BUN } from "../../engine/installation";
import { explain, initStack, pulumiAlone, type Remedy, shell, shellWord } from "../../remedies";
import { readFleet } from "../fleet/select";
import { type Check, type CheckResult, failure, ok, warning } from "./check";
import type { Scene } from "./scene";

/** What belongs to the project, whatever its stacks. */
export const PROJECT_CHECKS: readonly Check[] = [
  { id: "project", about: "Pulumi.yaml, and that it refreshes by itself", needs: [], run: project },
  { id: "backend", about: "Pulumi's state backend answers", needs: ["engine"], run: backend },
  {
    id: "stacks",
    about: "each stack file has its stack, and the reverse",
    needs: ["project", "backend"],
    run: stacks,
  },
  {
    id: "plain-secrets",
    about: "no key in plain text in a stack file",
    needs: ["project"],
    run: plainSecrets,
  },
];

interface ProjectFile {
  readonly options?: { readonly refresh?: unknown };
  readonly runtime?: string | { readonly name?: string };
}

function project(scene: Scene): CheckResult {
  const { name } = scene.project();
  const { options, runtime } = scene.projectFile() as ProjectFile;
  const language = typeof runtime === "object" ? runtime?.name : runtime;
  if (language === "bun")
    return failure(`${name} runs on bun: ${NO_BUN}`, explain("in Pulumi.yaml: runtime: nodejs"));
  if (options?.refresh === "always") return ok(`${name} in ${scene.folder}`);
  return warning(
    `${name} does not refresh by itself: a plain pulumi preview does not look at Stripe`,
    explain("add to Pulumi.yaml: options: { refresh: always }"),
  );
}

async function backend(scene: Scene): Promise<CheckResult> {
  const { url, user } = await scene.backend();
  return ok(`${withoutUser(url)}${user ? `, as ${user}` : ""}`);
}

/** An address may hold a password. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}

async function stacks(scene: Scene): Promise<CheckResult> {
  const known = await scene.stacks();
  if (scene.stack !== undefined) return oneStack(scene, scene.stack, known);
  const files = readFleet(scene.folder).stacks;
  const unknown = files.filter(({ stack, isTemplate }) => !isTemplate && !known.includes(stack));
  const lost = known.filter((stack) => !files.some((file) => file.stack === stack));
  if (unknown.length + lost.length === 0) return ok(`all ${known.length} fit`);
  const parts = [
    unknown.length > 0 && `no stack of the files ${unknown.map(({ file }) => file).join(", ")}`,
    lost.length > 0 && `no file of the stacks ${lost.join(", ")}`,
  ];
  return warning(
    parts.filter(Boolean).join("; "),
    ...unknown.map(({ stack }) => makeIt(stack)),
    ...lost.flatMap(bringBack),
  );
}

function oneStack(scene: Scene, stack: string, known: readonly string[]): CheckResult {
  const file = scene.file();
  const isKnown = known.includes(stack);
  if (file && isKnown) return ok(`stack ${stack} and ${file.file}`);
  if (file) return failure(`${file.file} is there, but the backend has no stack ${stack}`, makeIt(stack));
  if (isKnown)
    return failure(
      `the backend has stack ${stack}, but there is no Pulumi.${stack}.yaml`,
      ...bringBack(stack),
    );
  return failure(`there is neither a stack ${stack} nor a file of it`, initStack());
}

function makeIt(stack: string): Remedy {
  return pulumiAlone(`stack init ${shellWord(stack)}`, "or pulumi login to the backend that has it");
}

function bringBack(stack: string): Remedy[] {
  return [
    shell(
      `git log --diff-filter=D -- ${shellWord(`*Pulumi.${stack}.yaml`)}`,
      "shows where to restore it from",
    ),
    pulumiAlone(`config refresh --stack ${shellWord(stack)}`, "writes it anew from the state"),
  ];
}

function plainSecrets(scene: Scene): CheckResult {
  const { folder } = scene.project();
  const files = ["Pulumi.yaml", ...scene.paths().map(({ file }) => file)].filter((file) =>
    existsSync(join(folder, file)),
  );
  const found = files.flatMap((file) => {
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    return lines.flatMap((line, index) => (holdsSecret(line) ? [`${file} line ${index + 1}`] : []));
  });
  if (found.length === 0) return ok(`none in ${files.join(", ")}`);
  return failure(
    `a key or signing secret in plain text: ${found.join(", ")}`,
    pulumiAlone("config set --secret KEY --stack STACK", "replaces it"),
    explain("roll it in Stripe, too, if the file was ever committed"),
  );
}
