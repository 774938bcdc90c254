import { AWS_FIELDS, AWS_MAX_RETRIES, type ConfigKey, FIELDS, readField } from "../../config/fields";
import { UserError } from "../../errors";
import { initStack } from "../../remedies";
import type { Guide, Interview } from "./interview";
import { isEncryptedKey } from "./judge";
import type { SetupEngine, Values } from "./place";

/** What is going to be written: only what differs from what is there. */
export interface SetupPlan {
  readonly makesStack: boolean;
  /** By full key; lists are lists. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** By full key. Secret. */
  readonly encrypted: Values;
  /** Full keys. */
  readonly removed: readonly string[];
}

/** Compares the interview's values with what the stack has. */
export function planOf({ place, values }: Interview): SetupPlan {
  const changed = Object.entries(values).filter(([key, value]) => place.present[key] !== value.trim());
  const { key: retriesKey, set: retries } = AWS_MAX_RETRIES;
  const isNew = !place.exists && place.present[retriesKey] === undefined;
  return {
    makesStack: !place.exists,
    plain: {
      ...Object.fromEntries(
        changed.filter(([key]) => !isEncryptedKey(key)).map(([key, value]) => [key, parsedValue(key, value)]),
      ),
      ...(isNew && { [retriesKey]: String(retries) }),
    },
    encrypted: Object.fromEntries(
      changed.filter(([key]) => isEncryptedKey(key)).map(([key, value]) => [key, value.trim()]),
    ),
    removed: Object.keys(place.present).filter((key) => values[key] === undefined),
  };
}

/** Whether there is nothing to write. */
export function isEmptyPlan({ makesStack, plain, encrypted, removed }: SetupPlan): boolean {
  return !makesStack && [plain, encrypted, removed].every((part) => Object.keys(part).length === 0);
}

/** One line for each thing that is going to be written; of secrets only the names. */
export function planLines({ place }: Interview, plan: SetupPlan): string[] {
  return [
    ...(plan.makesStack ? [`stack ${place.stack}: is made`] : []),
    ...Object.entries(plan.plain).map(([key, value]) => `${key}: ${[value].flat().join(", ")}`),
    ...Object.keys(plan.encrypted).map((key) => `${key}: encrypted`),
    ...plan.removed.map((key) => `${key}: is taken out`),
  ];
}

function parsedValue(fullKey: string, text: string): unknown {
  const key = fullKey.replace(/^plenigo-stripe:/, "") as ConfigKey;
  const field = { ...FIELDS, ...AWS_FIELDS }[key];
  if (!field) return text;
  const read = readField(field, text);
  if ("fault" in read) throw new Error(`${fullKey} ${read.fault}`);
  return read.value;
}

interface Step {
  /** What holds after it. */
  readonly done: string;
  readonly run: () => Promise<void>;
}

/**
 * Writes a stack: makes it, then encrypts the keys, and sets all plain values at once at the end, so that a template
 * stays one, and is skipped by other commands, until everything else is in place.
 * @throws UserError `setup-incomplete`: names what is written, what is not, and how to go on
 */
export async function writeStack(
  stack: string,
  guide: Pick<Guide, "say">,
  plan: SetupPlan,
  engine: SetupEngine,
  secretsProvider: string | undefined,
): Promise<void> {
  const steps = stepsOf(stack, plan, engine, secretsProvider);
  // Ctrl-C ends the engine's step, which fails then; we live on to say what is written.
  const outlive = () => {};
  process.on("SIGINT", outlive);
  try {
    await take(stack, steps, guide.say);
  } finally {
    process.off("SIGINT", outlive);
  }
}

async function take(stack: string, steps: readonly Step[], say: Guide["say"]): Promise<void> {
  for (const [index, { done, run }] of steps.entries()) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw incomplete(stack, error, steps.slice(0, index), steps.slice(index));
    }
    say("ok", done);
  }
}

function stepsOf(
  stack: string,
  { makesStack, encrypted, plain, removed }: SetupPlan,
  engine: SetupEngine,
  secretsProvider: string | undefined,
): Step[] {
  const steps: Step[] = [];
  if (makesStack) {
    steps.push({ done: `stack ${stack} is made`, run: () => engine.makeStack(stack, secretsProvider) });
  }
  for (const [key, value] of Object.entries(encrypted)) {
    steps.push({ done: `${key} is encrypted`, run: () => engine.setEncrypted(stack, key, value) });
  }
  if (removed.length > 0) {
    steps.push({ done: `${removed.join(", ")}: taken out`, run: () => engine.remove(stack, removed) });
  }
  const keys = Object.keys(plain);
  if (keys.length > 0) {
    steps.push({ done: `${keys.join(", ")}: set`, run: () => engine.setPlain(stack, plain) });
  }
  return steps;
}

function incomplete(
  stack: string,
  error: UserError,
  written: readonly Step[],
  missing: readonly Step[],
): UserError {
  const list = (steps: readonly Step[]) => steps.map(({ done }) => done).join("; ") || "nothing";
  return new UserError({
    code: "setup-incomplete",
    what: `stack ${stack} could not be written to its end: ${error.parts.what}`,
    where: `stack ${stack}`,
    stack,
    next: [initStack("when that is fixed: it keeps what is written and goes on with the rest")],
    state: `Written: ${list(written)}.\n  Not written: ${list(missing)}.`,
    cause: error,
  });
}
