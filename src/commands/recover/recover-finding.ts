import type { StackConfig } from "../../config/stack-config";

/** A step that a person takes next. */
export interface NextStep {
  readonly command?: string;
  readonly explanation?: string;
}

/** Something in which state and world differ. */
export interface RecoverFinding {
  readonly code:
    | "foreign-secret"
    | "generation-differs"
    | "pending-operation"
    | "signing-secret-missing"
    | "stack-unknown"
    | "stale-lock"
    | "unknown-endpoint"
    | "unknown-policy"
    | "unknown-secret"
    | "unknown-version";
  /** One line; never holds a key or a signing secret. */
  readonly message: string;
  /** Whether `recover` puts it right by itself. */
  readonly isRepaired: boolean;
  readonly next?: readonly NextStep[];
}

/** An endpoint in words. */
export function wordsOfEndpoint(endpoint: {
  readonly id: string;
  readonly generation: number;
  readonly role: "current" | "previous";
}): string {
  const name = endpoint.role === "previous" ? "previous endpoint" : "endpoint";
  return `${name} ${endpoint.id} (generation ${endpoint.generation})`;
}

/** An endpoint that delivers, and whose signing secret stands nowhere any more. */
export function lostSecret(id: string, stack: string): RecoverFinding {
  return {
    code: "signing-secret-missing",
    message: `endpoint ${id} was handed over to plenigo, but its signing secret stands in no version of the connection secret any more`,
    isRepaired: false,
    next: [
      {
        command: `pulumi config set plenigo-stripe:adoptEndpointId ${id} --stack ${stack}`,
        explanation:
          "to keep it: reveal its signing secret in Stripe's Dashboard, and give it with the next command",
      },
      { command: `pulumi config set --secret plenigo-stripe:adoptSigningSecret --stack ${stack}` },
      {
        command: `stripe webhook_endpoints delete ${id}`,
        explanation: "or give it up: the next pulumi up makes another one, which plenigo needs to know",
      },
    ],
  };
}

/** Whether the stack's file declares the generation that is there, or the step that follows; else what makes it fit. */
export function generationFinding(
  { stack, declared }: { readonly stack: string; readonly declared: StackConfig },
  generation: number,
  previous: { readonly generation: number; readonly state: { readonly enabled: boolean } } | undefined,
): RecoverFinding[] {
  const { signingSecretGeneration: wanted, previousGeneration } = declared;
  const isSame = wanted === generation && (previous === undefined || previousGeneration !== undefined);
  const isNextStep = wanted === generation + 1 && previousGeneration !== undefined;
  if (isSame || isNextStep) return [];
  const set = (key: string, value: string | number) => ({
    command: `pulumi config set plenigo-stripe:${key} ${value} --stack ${stack}`,
  });
  const both = previous ? `, and generation ${previous.generation} is there beside it` : "";
  return [
    {
      code: "generation-differs",
      message: `generation ${generation} is in use${both}, but the stack's file declares ${wanted}${previousGeneration ? ` (previousGeneration ${previousGeneration})` : ""}`,
      isRepaired: false,
      next: [
        ...(wanted === generation ? [] : [set("signingSecretGeneration", generation)]),
        ...(previous ? [set("previousGeneration", previous.state.enabled ? "enabled" : "disabled")] : []),
      ],
    },
  ];
}
