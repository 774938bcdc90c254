import { type EndpointInputs, eventMap, type PreviousGeneration } from "../../../src/endpoint/endpoint-state";
import { marksOf, type OwnershipMarks } from "../../../src/endpoint/marks";
import { enabledEventsFor } from "../../../src/endpoint/required-events";
import type { Tenant } from "../tenant";

/** What a tenant's stack file says of the endpoint. */
export interface Settings {
  readonly description: string;
  readonly additionalEvents: readonly string[];
  readonly generation: number;
  readonly previousGeneration?: PreviousGeneration;
  readonly adopt?: { readonly id: string; readonly secret: string };
  /** Key that manages the endpoint; default: the tenant's. */
  readonly key?: string;
}

/** A stack whose file says nothing beyond what it must. */
export const PLAIN: Settings = { description: "a tenant", additionalEvents: [], generation: 1 };

/** A resource that a program declares; its name is the same from run to run. */
export interface DeclaredEndpoint {
  readonly name: string;
  readonly inputs: EndpointInputs;
}

/** What a run of a Pulumi program comes to: the provider's configuration and the declared endpoints, in order. */
export interface Program {
  /** Marks of the stack's endpoints, of whatever generation. */
  readonly marks: OwnershipMarks;
  readonly config: Readonly<Record<string, string>>;
  readonly endpoints: readonly DeclaredEndpoint[];
}

/** The program of a tenant's stack, as `src/connection.ts` declares it. */
export function programOf(tenant: Tenant, settings: Settings): Program {
  const { generation, previousGeneration, adopt, key } = settings;
  const current = {
    ...declared(tenant, settings, generation),
    ...(previousGeneration && { previousGeneration }),
    ...(adopt && { adoptEndpointId: adopt.id, adoptSigningSecret: adopt.secret }),
  };
  const endpoints = [{ name: `generation-${generation}`, inputs: current }];
  if (generation > 1 && previousGeneration && previousGeneration !== "removed") {
    const enabled = previousGeneration === "enabled";
    const inputs = { ...declared(tenant, settings, generation - 1), enabled, role: "previous" as const };
    endpoints.push({ name: `generation-${generation - 1}`, inputs });
  }
  const settled = { "plenigo-stripe:signingSecretGeneration": String(generation) };
  const config = { ...tenant.config, ...settled, ...(key && { "plenigo-stripe:stripeSecretKey": key }) };
  return { marks: current.marks, config, endpoints };
}

function declared(tenant: Tenant, settings: Settings, generation: number): EndpointInputs {
  const { environment, companyId, inputs } = tenant;
  return {
    ...inputs,
    description: settings.description,
    enabledEvents: eventMap(enabledEventsFor(settings.additionalEvents)),
    generation,
    marks: marksOf("plenigo-stripe", environment, companyId, generation),
  };
}
