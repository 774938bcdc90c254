import type { ConfigSource } from "../../src/config/source";
import { readStackConfig } from "../../src/config/stack-config";
import { fullKeyOf } from "../../src/environments";
import { UserError } from "../../src/errors";
import { type Tenant, tenant } from "./tenant";

/** What differs from a valid stack of a valid tenant. */
export interface SourceChanges {
  readonly of?: Tenant;
  /** Name of the stack; default: the tenant's environment. */
  readonly stack?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Values by short key of ours or full key, as Pulumi hands them over; undefined takes one out. */
  readonly set?: Readonly<Record<string, string | undefined>>;
  /** Short keys of ours that are stored in plain text although they must not. */
  readonly plainText?: readonly string[];
}

const ENCRYPTED = ["stripeSecretKey", "stripeDeployKey"];

/** A stack's configuration without an engine. */
export function configSource(changes: SourceChanges = {}): ConfigSource {
  const { of = tenant(), stack = of.environment, env = {} } = changes;
  const set = Object.entries(changes.set ?? {}).map(([key, value]) => [fullKeyOf(key), value] as const);
  const values = new Map<string, string | undefined>([...Object.entries(of.config), ...set]);
  const encrypted = ENCRYPTED.filter((key) => !changes.plainText?.includes(key)).map(fullKeyOf);
  return {
    stack,
    env,
    get: (fullKey) => values.get(fullKey),
    isEncrypted: (fullKey) => encrypted.includes(fullKey),
    keys: () => [...values.keys()].filter((key) => values.get(key) !== undefined),
  };
}

/** The message that refuses a configuration; one that is accepted fails the test. */
export function refusalOf(changes: SourceChanges): string {
  try {
    readStackConfig(configSource(changes));
  } catch (error) {
    if (error instanceof UserError && error.code === "config-invalid") return error.message;
    throw error;
  }
  throw new Error("The configuration was accepted.");
}

/** The mistakes that a configuration is refused for: what is wrong, and the command under it. */
export function faultsOf(changes: SourceChanges): { readonly fault: string; readonly next: string }[] {
  const lines = refusalOf(changes).split("\n").slice(1, -2);
  return lines.flatMap((fault, index) =>
    index % 2 === 0 ? [{ fault: fault.trim(), next: (lines[index + 1] ?? "").trim() }] : [],
  );
}
