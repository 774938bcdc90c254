import type { StackConfig } from "../config/stack-config";
import { declaredSettings } from "../endpoint/declared-settings";
import type { EndpointInputs } from "../endpoint/endpoint-state";
import { marksOf } from "../endpoint/marks";
import { callbackUrl } from "../environments";

/** A stack, and what it declares. */
interface Declaring {
  readonly stack: string;
  readonly project: string;
  readonly config: StackConfig;
}

/** The endpoint of a generation, as the stack's program would declare it. */
export function declaredEndpoint(
  { stack, project, config }: Declaring,
  { role, generation, enabled }: Required<Pick<EndpointInputs, "role" | "generation" | "enabled">>,
): EndpointInputs {
  const { environment, companyId, stripeAccountId } = config;
  return {
    environment,
    stripeAccountId,
    url: callbackUrl(environment, companyId),
    ...declaredSettings({ ...config, enabled, role }),
    generation,
    marks: marksOf(project, stack, companyId, generation),
    signingSecret: "",
  };
}
