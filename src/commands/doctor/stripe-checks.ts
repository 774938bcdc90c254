import { type ConfigFault, wordsOfFault } from "../../config/faults";
import { judgeStackConfig } from "../../config/stack-config";
import { keysInUse, managingKey } from "../../endpoint/session";
import { UserError } from "../../errors";
import { initStack, type Remedy, setConfig } from "../../remedies";
import { type DeclaredAccount, proveAccount } from "../../stripe/account-guard";
import { connectStripe, type LabelledKey } from "../../stripe/endpoints-api";
import { keyForm } from "../../stripe/keys";
import { retryPolicy, SHORT_BUDGET_MS } from "../../stripe/retry";
import { type Check, type CheckResult, failure, ok } from "./check";
import type { Scene } from "./scene";

/** The stack's Stripe keys, and what Stripe says to them. Nothing is written there. */
export const STRIPE_CHECKS: readonly Check[] = [
  {
    id: "stripe-keys",
    about: "Stripe keys are there, of the right form and mode",
    ofStack: true,
    needs: ["decryption"],
    run: keys,
  },
  {
    id: "stripe-account",
    about: "Stripe keys belong to the stack's account",
    ofStack: true,
    needs: ["configuration", "stripe-keys"],
    run: account,
  },
  {
    id: "stripe-permissions",
    about: "the managing key may list endpoints",
    ofStack: true,
    needs: ["stripe-account"],
    run: permissions,
  },
];

async function keys(scene: Scene): Promise<CheckResult> {
  const values = await scene.config();
  const faults = await faultsOfKeys(scene, values);
  if (faults.length > 0) {
    return failure(faults.map(wordsOfFault).join("; "), ...faults.flatMap(({ next = [] }) => next));
  }
  const managing = managingKey({ get: (key) => values[key] }, scene.env);
  const { kind, mode } = keyForm(managing?.value ?? "");
  return ok(`${managing?.label}, a ${kind} key of ${mode} mode, manages the endpoint`);
}

async function faultsOfKeys(scene: Scene, values: Readonly<Record<string, string>>): Promise<ConfigFault[]> {
  const encrypted = scene.file()?.encrypted ?? [];
  const { faults } = judgeStackConfig({
    stack: scene.stack ?? "",
    env: scene.env,
    get: (key) => values[key],
    isEncrypted: (key) => encrypted.includes(key),
    keys: () => Object.keys(values),
  });
  return faults.filter(({ key = "" }) => /^stripe.*Key$/.test(key) || key === "adoptSigningSecret");
}

async function account(scene: Scene): Promise<CheckResult> {
  const values = await scene.config();
  const { environment, stripeAccountId } = scene.file()?.config ?? {};
  if (!environment || !stripeAccountId)
    return failure("stripeAccountId is encrypted", setConfig("stripeAccountId", "acct_…"));
  const declared: DeclaredAccount = { environment, stripeAccountId };
  const inUse = keysInUse({ get: (key) => values[key] }, scene.env);
  const troubles = await Promise.all(
    inUse.map((key) => troubleWith(() => proveAccount(connect(key, scene.env), declared))),
  );
  const found = troubles.filter((trouble) => trouble !== undefined);
  if (found.length === 0)
    return ok(`${stripeAccountId}, proved by ${inUse.map(({ label }) => label).join(" and ")}`);
  return failure(
    found.map(({ code, parts }) => `${code}: ${parts.what}`).join("; "),
    ...onlyOnce(found.flatMap(({ parts }) => parts.next ?? [])),
  );
}

async function permissions(scene: Scene): Promise<CheckResult> {
  const values = await scene.config();
  const [managing] = keysInUse({ get: (key) => values[key] }, scene.env);
  if (!managing) return failure("there is no key to manage the endpoint with", initStack());
  const { length } = await connect(managing, scene.env).list();
  const isRestricted = keyForm(managing.value).kind === "restricted";
  return ok(
    `${managing.label} may list endpoints (${length} there)${isRestricted ? "; writing shows in pulumi up" : ""}`,
  );
}

/** Two keys may have the same trouble. */
function onlyOnce(remedies: readonly Remedy[]): Remedy[] {
  return [...new Map(remedies.map((remedy) => [JSON.stringify(remedy), remedy])).values()];
}

function connect(key: LabelledKey, env: NodeJS.ProcessEnv) {
  return connectStripe(key, env, retryPolicy(env, SHORT_BUDGET_MS));
}

async function troubleWith(prove: () => Promise<void>): Promise<UserError | undefined> {
  try {
    await prove();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
