import { type Environment, factsOf } from "../environments";
import { UserError } from "../errors";
import { explain, type Remedy, setConfig, setStripeKey } from "../remedies";
import type { EndpointsApi, LabelledKey } from "./endpoints-api";
import { keyForm, nameOfKind } from "./keys";

/** The account and environment that a stack declares. */
export interface DeclaredAccount {
  readonly environment: Environment;
  /** `acct_…` */
  readonly stripeAccountId: string;
}

/**
 * Proves that a key belongs to the declared account and mode before it is used or stored.
 * Mode: the key's prefix (an account object does not tell it). Account: `GET /v1/account`, or the id in its refusal.
 * @throws UserError `key-mode-mismatch`, `account-mismatch`, `account-not-provable`, `key-refused`, or what Stripe answered
 */
export async function proveAccount(api: EndpointsApi, declared: DeclaredAccount): Promise<void> {
  requireMode(api.key, declared.environment);
  const accountId = await accountOf(api, declared);
  if (accountId === declared.stripeAccountId) return;
  throw new UserError({
    code: "account-mismatch",
    what: `${api.key.label} is a key of account ${accountId}, but the stack declares ${declared.stripeAccountId}.${sandboxHint(declared.environment)}`,
    where: `stripeAccountId, ${api.key.label}`,
    next: [keyRemedy(api.key.label, declared), setConfig("stripeAccountId", accountId)],
  });
}

/** Of a test key of another account: most often it is a sandbox's. Stripe: docs.stripe.com/sandboxes. */
export function sandboxHint(environment: Environment): string {
  if (factsOf(environment).mode !== "test") return "";
  return " A sandbox of Stripe is an account of its own; plenigo needs a key of the account's own test mode, not of a sandbox.";
}

async function accountOf(api: EndpointsApi, declared: DeclaredAccount): Promise<string> {
  try {
    return await api.accountId();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "permission-missing") throw error;
    throw new UserError({
      code: "account-not-provable",
      what: `Stripe does not let ${api.key.label} read its account, so that it can't be told whether it belongs to ${declared.stripeAccountId}.`,
      where: api.key.label,
      next: [
        explain("give the restricted key the permission to read the account (rak_accounts_kyc_basic_read)"),
      ],
      cause: error,
    });
  }
}

/** @throws UserError `key-mode-mismatch`: not a key that works for the environment, told by its form alone */
export function requireMode(key: LabelledKey, environment: Environment): void {
  const { kind, mode } = keyForm(key.value);
  const wanted = factsOf(environment).mode;
  if ((kind === "secret" || kind === "restricted") && mode === wanted) return;
  const found = `${nameOfKind(kind)}${mode ? ` of ${mode} mode` : ""}`;
  const needed =
    kind === "organization"
      ? `plenigo needs the account's own secret key of ${wanted} mode`
      : `this stack is ${environment} (Stripe ${wanted} mode)`;
  throw new UserError({
    code: "key-mode-mismatch",
    what: `${key.label} is ${found}, but ${needed}.`,
    where: key.label,
    next: [keyRemedy(key.label, { environment })],
  });
}

function keyRemedy(label: string, { environment, stripeAccountId }: Partial<DeclaredAccount>): Remedy {
  const wanted = [
    "a",
    environment && factsOf(environment).mode,
    "key",
    stripeAccountId && `of ${stripeAccountId}`,
  ];
  return setStripeKey(label, wanted.filter(Boolean).join(" "));
}
