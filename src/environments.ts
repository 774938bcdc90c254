/** plenigo's two systems. `stage` works with Stripe's test mode, `live` with its live mode. */
export const ENVIRONMENTS = ["stage", "live"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Stripe's mode, as keys (`sk_test_…`) and the Dashboard name it. */
export type StripeMode = "test" | "live";

interface EnvironmentFacts {
  /** Host that receives Stripe's events. plenigo: help.frisbii.com/frisbii-media, article 859. */
  readonly callbackHost: string;
  readonly mode: StripeMode;
  /** Waiting time in days before AWS deletes the connection secret for good; 0 deletes at once. */
  readonly recoveryWindowInDays: number;
  /** Whether Pulumi protects the connection secret from `pulumi destroy`. */
  readonly protect: boolean;
}

const FACTS: Readonly<Record<Environment, EnvironmentFacts>> = {
  stage: {
    callbackHost: "callbacks.plenigo-stage.com",
    mode: "test",
    recoveryWindowInDays: 0,
    protect: false,
  },
  live: { callbackHost: "callbacks.plenigo.com", mode: "live", recoveryWindowInDays: 30, protect: true },
};

/** What holds in an environment unless the stack's configuration says otherwise. */
export function factsOf(environment: Environment): EnvironmentFacts {
  return FACTS[environment];
}

/** URL at plenigo that receives the events of one company. `companyId`: 20 letters and digits, case kept. */
export function callbackUrl(environment: Environment, companyId: string): string {
  return `https://${FACTS[environment].callbackHost}/callbacks/v1.0/stripe/${companyId}`;
}

/** Name of the connection secret. Ends in `/stripe`, so AWS can't take its end for an ARN's random suffix. */
export function connectionSecretName(environment: Environment, companyId: string): string {
  return `plenigo/${environment}/${companyId}/stripe`;
}

/** Environment that a stack's name says: its last dot-separated part; undefined when that is neither. */
export function environmentOfStackName(stack: string): Environment | undefined {
  const last = stack.split(".").at(-1);
  return ENVIRONMENTS.find((environment) => environment === last);
}

/** The namespace of our configuration keys, whatever program reads them. */
export const NAMESPACE = "plenigo-stripe";

/** Full name of one of our keys, or of a key that already has a namespace. */
export function fullKeyOf(key: string): string {
  return key.includes(":") ? key : `${NAMESPACE}:${key}`;
}
