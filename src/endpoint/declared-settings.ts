import type { Environment } from "../environments";
import { type EndpointInputs, eventMap } from "./endpoint-state";
import { enabledEventsFor } from "./required-events";

/** What a stack's configuration says about the settings of its endpoint. */
export interface DeclaredSettings {
  readonly environment: Environment;
  /** Events beside the 15 that plenigo needs. */
  readonly additionalEvents?: readonly string[];
  /** Shown in Stripe; up to 5,000 characters. */
  readonly description?: string;
  /** Whether Stripe sends events to it. Default: true. */
  readonly enabled?: boolean;
  /** `previous` for the endpoint that a rotation replaces. Default: `current`. */
  readonly role?: "current" | "previous";
}

/** The settings of an endpoint, with what holds where the configuration is silent. */
export function declaredSettings(declared: DeclaredSettings): Pick<
  EndpointInputs,
  "enabledEvents" | "description" | "enabled"
> & {
  readonly role: "current" | "previous";
} {
  const { environment, additionalEvents = [], description, enabled = true, role = "current" } = declared;
  return {
    enabledEvents: eventMap(enabledEventsFor(additionalEvents)),
    description: description ?? `plenigo ${environment} system, managed by plenigo-stripe`,
    enabled,
    role,
  };
}
