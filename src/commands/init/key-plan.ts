import type { ConfigKey } from "../../config/fields";
import type { Interview } from "./interview";

/** How plenigo reaches the Stripe account, and which key Pulumi manages the endpoint with. */
const PLANS = {
  keys: {
    label: "by API keys; the secret key manages the endpoint, too",
    keys: ["stripePublishableKey", "stripeSecretKey"],
  },
  "own-key": {
    label: "by API keys; a restricted key of its own manages the endpoint",
    keys: ["stripePublishableKey", "stripeSecretKey", "stripeDeployKey"],
  },
  connect: {
    label: "by Stripe Connect: no keys are handed over; a restricted key manages the endpoint",
    keys: ["stripeDeployKey"],
  },
} as const;

type KeyPlan = keyof typeof PLANS;
const STRIPE_KEYS = ["stripePublishableKey", "stripeSecretKey", "stripeDeployKey"] as const;

/** Gets the Stripe keys that the stack needs; those that it needs no more are dropped. @throws UserError `cancelled` */
export async function obtainKeys(interview: Interview, isConnect: boolean): Promise<void> {
  const plan = isConnect ? "connect" : await choosePlan(interview);
  const wanted: readonly ConfigKey[] = PLANS[plan].keys;
  interview.drop(...STRIPE_KEYS.filter((key) => !wanted.includes(key)));
  for (const key of PLANS[plan].keys) await interview.obtain(key);
}

async function choosePlan(interview: Interview): Promise<KeyPlan> {
  const likely = likelyPlan(interview);
  const { prompts } = interview.guide;
  if (!prompts || STRIPE_KEYS.some((key) => interview.isGiven(key))) return likely;
  const plans = [likely, ...(Object.keys(PLANS) as KeyPlan[]).filter((plan) => plan !== likely)];
  return prompts.choice<KeyPlan>({
    message: "How does plenigo reach the Stripe account?",
    options: plans.map((value) => ({ value, label: PLANS[value].label })),
  });
}

function likelyPlan(interview: Interview): KeyPlan {
  if (!interview.has("stripeDeployKey")) return "keys";
  return interview.has("stripeSecretKey") || interview.has("stripePublishableKey") ? "own-key" : "connect";
}
