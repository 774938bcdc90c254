import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { AWS_ACCOUNT } from "./tenant";

/** A statement of an IAM policy as its file has it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const FOLDER = join(CHECKOUT, "docs/iam");

/** What stands for each placeholder: `{ STATE_BUCKET: "state" }`. */
export type PolicyValues = Readonly<Record<string, string>>;

/** What the documents are: each kind has its own prefix, policies of users and roles have none. */
export type PolicyKind = "identity" | "trust" | "bucket" | "key" | "guard" | "alarm";

/** Names of the documents of a kind that the documentation offers: `deployer.stage`. */
export function policyNames(kind: PolicyKind): string[] {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
  return names.filter((name) => (/^(trust|bucket|key|guard|alarm)-/.exec(name)?.[1] ?? "identity") === kind);
}

/** Text of a policy with its placeholders replaced, as somebody would who uses it with the emulators. */
export function policyText(name: string, values: PolicyValues = {}): string {
  const all: PolicyValues = { REGION: "eu-central-1", ACCOUNT_ID: AWS_ACCOUNT, ...values };
  return Object.entries(all).reduce(
    (text, [placeholder, value]) => text.replaceAll(new RegExp(`\\b${placeholder}\\b`, "g"), value),
    readFileSync(join(FOLDER, `${name}.json`), "utf8"),
  );
}

/** Statements of a policy, placeholders and all. */
export function statementsOf(name: string): Statement[] {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")).Statement;
}

/** The actions that a policy allows, sorted. */
export function allowedActions(name: string): string[] {
  const allowing = statementsOf(name).filter(({ Effect }) => Effect === "Allow");
  return allowing.flatMap(({ Action }) => Action).sort();
}
