import type { AuditFinding } from "../../src/commands/fleet/finding-codes";
import { MARK_NAMES } from "../../src/endpoint/marks";
import type { EmulatedVersion } from "../emulators/secrets-manager/emulated-secret";
import type { EmulatedEndpoint } from "../emulators/stripe/emulated-state";
import { newId, newSigningSecret } from "../emulators/stripe/ids";
import { documentOf, type TenantState } from "./fleet-tenant";

/** Something that goes wrong behind everybody's back, and what the audit says of it. */
export interface Breakage {
  /** Goes on after "somebody": `deleted the endpoint`. */
  readonly name: string;
  readonly finding: AuditFinding;
  /** Changes a tenant's state. */
  readonly apply: (state: TenantState) => void;
}

/** Test mode's endpoints of the account. */
function endpointsOf({ account }: TenantState): EmulatedEndpoint[] {
  return account.modes.test.endpoints;
}

function onEndpoint(change: (endpoint: EmulatedEndpoint) => void) {
  return (state: TenantState) => {
    for (const endpoint of endpointsOf(state)) change(endpoint);
  };
}

function onDocument(change: (document: Record<string, string>) => void) {
  return (state: TenantState) => {
    const document = documentOf(state);
    change(document);
    replaceVersion(state, JSON.stringify(document));
  };
}

function replaceVersion({ secret }: TenantState, secretString: string): void {
  const last = secret?.versions.at(-1);
  if (!secret || !last) return;
  const edited: EmulatedVersion = {
    ...last,
    versionId: `${last.versionId.slice(0, -6)}edited`,
    secretString,
  };
  secret.versions = [{ ...last, stages: ["AWSPREVIOUS"] }, edited];
}

function anotherEndpoint(change: Partial<EmulatedEndpoint>) {
  return (state: TenantState) => {
    const [endpoint] = endpointsOf(state);
    if (endpoint)
      endpointsOf(state).push({ ...endpoint, id: newId("we"), secret: newSigningSecret(), ...change });
  };
}

/** Each kind of fault that the audit tells, once. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: "took an event off the endpoint",
    finding: "events-differ",
    apply: onEndpoint((endpoint) => {
      endpoint.enabled_events = endpoint.enabled_events.filter((name) => name !== "charge.dispute.created");
    }),
  },
  {
    name: "disabled the endpoint",
    finding: "endpoint-disabled",
    apply: onEndpoint((endpoint) => {
      endpoint.status = "disabled";
    }),
  },
  {
    name: "changed the endpoint's URL",
    finding: "url-differs",
    apply: onEndpoint((endpoint) => {
      endpoint.url += "/old";
    }),
  },
  {
    name: "changed the endpoint's description",
    finding: "description-differs",
    apply: onEndpoint((endpoint) => {
      endpoint.description = "mine";
    }),
  },
  {
    name: "took the marks off the endpoint",
    finding: "marks-differ",
    apply: onEndpoint((endpoint) => {
      for (const name of MARK_NAMES) delete endpoint.metadata[name];
    }),
  },
  {
    name: "deleted the endpoint",
    finding: "endpoint-missing",
    apply: ({ account }) => {
      account.modes.test.endpoints = [];
    },
  },
  {
    name: "made a second endpoint with the same URL",
    finding: "foreign-endpoint",
    apply: anotherEndpoint({ metadata: {} }),
  },
  {
    name: "left an endpoint of the stack behind",
    finding: "leftover-endpoint",
    apply: anotherEndpoint({}),
  },
  {
    name: "edited the signing secret away",
    finding: "secret-malformed",
    apply: onDocument((document) => {
      delete document.webhookSigningSecret;
    }),
  },
  {
    name: "edited the company id in the connection secret",
    finding: "secret-mismatch",
    apply: onDocument((document) => {
      document.companyId = "OTHERCOMPANY00000000";
    }),
  },
  {
    name: "deleted the connection secret",
    finding: "secret-missing",
    apply: (state) => {
      state.secret = undefined;
    },
  },
  {
    name: "scheduled the connection secret for deletion",
    finding: "secret-scheduled-for-deletion",
    apply: ({ secret }) => {
      if (secret) secret.deletedDate = Date.now() + 30 * 86_400_000;
    },
  },
  {
    name: "revoked the key in the connection secret",
    finding: "stripe-unreadable",
    apply: ({ account }) => {
      for (const key of account.keys) key.revoked = true;
    },
  },
];
