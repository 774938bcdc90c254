import type { StackConfig } from "../../config/stack-config";
import { inOrder, type Remedy, setConfig, setSecretConfig, shell } from "../../remedies";

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
  /** What a person does about it, for the stack. */
  readonly next?: readonly Remedy[];
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
export function lostSecret(id: string): RecoverFinding {
  return {
    code: "signing-secret-missing",
    message: `endpoint ${id} was handed over to plenigo, but its signing secret stands in no version of the connection secret any more`,
    isRepaired: false,
    next: [
      inOrder(
        [setConfig("adoptEndpointId", id), setSecretConfig("adoptSigningSecret")],
        "to keep it, with the signing secret that Stripe's Dashboard reveals",
      ),
      shell(
        `stripe webhook_endpoints delete ${id}`,
        "to give it up: the next pulumi up makes another one, which plenigo needs to know",
      ),
    ],
  };
}

/** Whether the stack's file declares the generation that is there, or the step that follows; else what makes it fit. */
export function generationFinding(
  declared: StackConfig,
  generation: number,
  previous: { readonly generation: number; readonly state: { readonly enabled: boolean } } | undefined,
): RecoverFinding[] {
  const { signingSecretGeneration: wanted, previousGeneration } = declared;
  const isSame = wanted === generation && (previous === undefined || previousGeneration !== undefined);
  const isNextStep = wanted === generation + 1 && previousGeneration !== undefined;
  if (isSame || isNextStep) return [];
  const both = previous ? `, and generation ${previous.generation} is there beside it` : "";
  return [
    {
      code: "generation-differs",
      message: `generation ${generation} is in use${both}, but the stack's file declares ${wanted}${previousGeneration ? ` (previousGeneration ${previousGeneration})` : ""}`,
      isRepaired: false,
      next: [
        ...(wanted === generation ? [] : [setConfig("signingSecretGeneration", generation)]),
        ...(previous
          ? [setConfig("previousGeneration", previous.state.enabled ? "enabled" : "disabled")]
          : []),
      ],
    },
  ];
}
