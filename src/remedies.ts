import { fullKeyOf } from "./environments";

/** One command. Those of `pulumi` and of our own are completed where they are rendered; `shell` is whole already. */
export interface Command {
  readonly program: "pulumi" | "plenigo-stripe" | "shell";
  /** The words after the program's name; with `shell` the whole line. */
  readonly words: string;
  /** How it takes the stack that it works on: by `--stack`, as its argument, or not at all. */
  readonly stackAs: "option" | "argument" | "none";
}

/** What a person does about a fault. Texts are for people, and never hold a key or a signing secret. */
export type Remedy =
  /** Commands to type, one after the other. */
  | { readonly kind: "run"; readonly commands: readonly Command[]; readonly explanation?: string }
  /** A page to open. */
  | { readonly kind: "visit"; readonly url: string; readonly explanation?: string }
  /** What no command does. */
  | { readonly kind: "explain"; readonly explanation: string };

/** Where a remedy is rendered. */
export interface Place {
  /** Stack that the commands are for; without it `pulumi` takes the selected one. */
  readonly stack?: string;
  /** Folder that `-C` named; without it the commands are typed where this one was. */
  readonly folder?: string;
  /** How this package's commands are started there: `npx plenigo-stripe`. */
  readonly starter: string;
}

/** A remedy with complete commands, in the parts that `--json` shows. */
export interface NextStep {
  /** Complete, as it is typed. */
  readonly command?: string;
  readonly url?: string;
  readonly explanation?: string;
}

/** A command of `pulumi` for the stack: `pulumi("up")`. */
export function pulumi(words: string, explanation?: string): Remedy {
  return run({ program: "pulumi", words, stackAs: "option" }, explanation);
}

/** A command of `pulumi` that takes no `--stack`: `pulumiAlone("login")`. */
export function pulumiAlone(words: string, explanation?: string): Remedy {
  return run({ program: "pulumi", words, stackAs: "none" }, explanation);
}

/** A command of ours for the stack: `ownForStack("recover")`. */
export function ownForStack(words: string, explanation?: string): Remedy {
  return run({ program: "plenigo-stripe", words, stackAs: "option" }, explanation);
}

/** The command that sets the stack up. */
export function initStack(explanation?: string): Remedy {
  return run({ program: "plenigo-stripe", words: "init", stackAs: "argument" }, explanation);
}

/** A command of ours that takes no `--stack`: `own("fleet list")`. */
export function own(words: string, explanation?: string): Remedy {
  return run({ program: "plenigo-stripe", words, stackAs: "none" }, explanation);
}

/** Any other command, complete as it is. */
export function shell(words: string, explanation?: string): Remedy {
  return run({ program: "shell", words, stackAs: "none" }, explanation);
}

/** The command that sets a key of a stack's configuration. `key`: short for our own, full for others. */
export function setConfig(key: string, value: string | number | boolean, explanation?: string): Remedy {
  return pulumi(`config set ${fullKeyOf(key)} ${value}`, explanation);
}

/** The same for an encrypted key: the value is asked for, so that it does not stand in the shell's history. */
export function setSecretConfig(key: string, explanation?: string): Remedy {
  return pulumi(`config set --secret ${fullKeyOf(key)}`, explanation);
}

/** The command that takes keys out of a stack's configuration. */
export function removeConfig(keys: readonly string[], explanation?: string): Remedy {
  return pulumi(
    `config ${keys.length > 1 ? "rm-all" : "rm"} ${keys.map((key) => shellWord(fullKeyOf(key))).join(" ")}`,
    explanation,
  );
}

/** A key as a command or the shell sets it: the label of a Stripe key is a configuration key or a variable. */
export function setStripeKey(label: string, explanation?: string): Remedy {
  return label === "STRIPE_API_KEY"
    ? shell("export STRIPE_API_KEY=…", explanation)
    : setSecretConfig(label, explanation);
}

/** Several commands that belong together. The explanation is that of all; `remedies` that are no commands are left out. */
export function inOrder(remedies: readonly Remedy[], explanation?: string): Remedy {
  const commands = remedies.flatMap((remedy) => (remedy.kind === "run" ? remedy.commands : []));
  return { kind: "run", commands, ...(explanation && { explanation }) };
}

/** The two ways out where the connection secret is scheduled for deletion. */
export function restoreOrPurge(name: string, region: string): Remedy[] {
  const target = `--secret-id ${name} --region ${region}`;
  const restore = shell(`aws secretsmanager restore-secret ${target}`);
  const purge = shell(`aws secretsmanager delete-secret ${target} --force-delete-without-recovery`);
  return [
    inOrder([restore, ownForStack("recover")], "keeps its values"),
    inOrder([purge, pulumi("up")], "can't be undone"),
  ];
}

/** A page to open. */
export function visit(url: string, explanation?: string): Remedy {
  return { kind: "visit", url, ...(explanation && { explanation }) };
}

/** What to do, in words; for what no command does. */
export function explain(explanation: string): Remedy {
  return { kind: "explain", explanation };
}

function run(command: Command, explanation: string | undefined): Remedy {
  return { kind: "run", commands: [command], ...(explanation && { explanation }) };
}

/** A remedy with the commands that work at a place. */
export function stepOf(remedy: Remedy, place: Place): NextStep {
  const explained = remedy.explanation === undefined ? {} : { explanation: remedy.explanation };
  if (remedy.kind === "visit") return { url: remedy.url, ...explained };
  if (remedy.kind === "explain") return explained;
  return { command: remedy.commands.map((command) => lineOf(command, place)).join(" && "), ...explained };
}

function lineOf({ program, words, stackAs }: Command, { stack, folder, starter }: Place): string {
  if (program === "shell") return words;
  return [
    program === "pulumi" ? program : starter,
    ...(folder === undefined ? [] : ["-C", shellWord(folder)]),
    words,
    ...(stackAs === "option" && stack !== undefined ? ["--stack"] : []),
    ...(stackAs !== "none" && stack !== undefined ? [shellWord(stack)] : []),
  ].join(" ");
}

/** A step in one line for people: `command   (explanation)`. */
export function wordsOfStep({ command, url, explanation }: NextStep): string {
  const what = command ?? url;
  if (what === undefined) return explanation ?? "";
  return explanation === undefined ? what : `${what}   (${explanation})`;
}

/** A line for people: words, or a step behind its label. A command must not be broken, so that it can be copied. */
export type Line = string | { readonly label: string; readonly step: NextStep };

/** The lines as one text. */
export function textOfLines(lines: readonly Line[], wordsOf = wordsOfStep): string {
  return lines.map((line) => (typeof line === "string" ? line : line.label + wordsOf(line.step))).join("\n");
}

/** A word that a shell takes as it is; who copies a command must not run what stands in a name. */
export function shellWord(text: string): string {
  return /^[\w.:/@%+=,[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * How this package's commands are started, told by the variables that the package manager sets: the same way works
 * again. Without one it is `npx`, which every package manager's folder of programs suits.
 */
export function howStarted(env: Env = process.env): string {
  const { npm_command, npm_config_user_agent: agent = "", npm_lifecycle_event, npm_lifecycle_script } = env;
  if (agent.startsWith("pnpm/")) return "pnpm exec plenigo-stripe";
  if (agent.startsWith("yarn/")) return "yarn plenigo-stripe";
  // A script of this name alone passes all words on.
  const isOwnScript = npm_command === "run-script" && npm_lifecycle_script?.trim() === "plenigo-stripe";
  return isOwnScript && npm_lifecycle_event ? `npm run ${npm_lifecycle_event} --` : "npx plenigo-stripe";
}
