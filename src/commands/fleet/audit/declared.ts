import type { AwsPlace } from "../../../aws/place";
import { wordsOfFault } from "../../../config/faults";
import type { StackConfig } from "../../../config/stack-config";
import type { StackFile } from "../../../config/stack-file";
import { callbackUrl, connectionSecretName, NAMESPACE } from "../../../environments";
import { type Finding, finding } from "../report";

/** What a stack's file declares, as far as it can be read without decrypting. */
export interface DeclaredStack {
  readonly stack: string;
  readonly project: string;
  readonly config: StackConfig;
  readonly place: AwsPlace;
  readonly url: string;
  readonly secretName: string;
  /** Short names of keys whose values are encrypted although they need not be. */
  readonly opaque: ReadonlySet<string>;
  /** What is to say of the file itself. */
  readonly findings: readonly Finding[];
}

/** A declaration that can be compared, or only what is to say of it. */
export type Declaration = DeclaredStack | { readonly findings: readonly Finding[] };

/** Whether there is enough in plain text to compare anything. */
export function isComparable(declaration: Declaration): declaration is DeclaredStack {
  return "config" in declaration;
}

/** Keys without which nothing can be compared. */
const NEEDED = ["companyId", "stripeAccountId", "environment", "aws:region", "aws:allowedAccountIds"];
const ENCRYPTED_ANYWAY = ["stripeSecretKey", "stripeDeployKey", "adoptSigningSecret"];

/** Reads what can be compared off a stack's file. */
export function declaredStack(file: StackFile, project: string): Declaration {
  const encrypted = file.encrypted.map(shortName).filter((name) => !ENCRYPTED_ANYWAY.includes(name));
  const unseen = file.unseen ?? [];
  const opaque = new Set([...encrypted, ...unseen]);
  if (unseenOf(file).length > 0) return { findings: unseenFindings(file) };
  if (!file.config && file.faults.length > 0)
    return {
      findings: file.faults.map((fault) => ({
        ...finding("config-invalid", wordsOfFault(fault)),
        ...(fault.next && { next: [fault.next] }),
      })),
    };
  const needed = NEEDED.filter((name) => encrypted.includes(name));
  if (!file.config || needed.length > 0) {
    const message = `nothing can be compared while ${needed.join(", ")} ${needed.length > 1 ? "are" : "is"} encrypted`;
    return { findings: [finding("config-invalid", message)] };
  }
  const config = file.config as StackConfig;
  return {
    stack: file.stack,
    project,
    config,
    place: file.place ?? { region: config.region },
    url: callbackUrl(config.environment, config.companyId),
    secretName: connectionSecretName(config.environment, config.companyId),
    opaque,
    findings: [
      ...unseenFindings(file),
      ...(encrypted.length > 0
        ? [
            finding(
              "not-comparable",
              `encrypted in the stack's file, so not compared: ${encrypted.join(", ")}`,
            ),
          ]
        : []),
    ],
  };
}

/** Values without which nothing can be compared, and which only a Pulumi ESC environment may hold. */
function unseenOf({ unseen = [], environment }: StackFile): string[] {
  return NEEDED.filter((name) => unseen.includes(name) && !(name === "environment" && environment));
}

/** What an environment of Pulumi ESC hides; empty where the stack has none. */
export function unseenFindings(file: StackFile): Finding[] {
  if (!file.unseen) return [];
  const needed = unseenOf(file);
  const what =
    needed.length > 0 ? `${needed.join(", ")}, without which nothing is compared` : "optional values";
  const message = `the stack's Pulumi ESC environment, which only the engine can open, may hold ${what}`;
  return [finding("not-comparable", message)];
}

function shortName(key: string): string {
  return key.startsWith(`${NAMESPACE}:`) ? key.slice(NAMESPACE.length + 1) : key;
}
