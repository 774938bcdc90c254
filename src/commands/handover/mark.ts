import { HANDED_OVER_AT } from "../../endpoint/marks";
import { UserError } from "../../errors";
import { pulumi } from "../../remedies";
import type { EndpointsApi } from "../../stripe/endpoints-api";

/**
 * Notes on an endpoint in Stripe that a person has entered it in plenigo; a later time replaces an earlier one. It is no
 * drift, and updates leave it alone.
 * @throws UserError `endpoint-gone`
 */
export async function markAsHandedOver(
  endpoints: EndpointsApi,
  endpointId: string,
  stack: string,
  at: Date,
): Promise<void> {
  await annotate(endpoints, endpointId, stack, at.toISOString());
}

/** Takes the note off again, where a delivery check has shown that it is not true. @throws UserError `endpoint-gone` */
export async function unmarkAsHandedOver(
  endpoints: EndpointsApi,
  endpointId: string,
  stack: string,
): Promise<void> {
  await annotate(endpoints, endpointId, stack, "");
}

async function annotate(endpoints: EndpointsApi, id: string, stack: string, value: string): Promise<void> {
  try {
    await endpoints.annotate(id, { [HANDED_OVER_AT]: value });
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "endpoint-gone") throw error;
    throw new UserError({
      code: "endpoint-gone",
      what: `Stripe has no endpoint ${id} any more, so there is nothing to hand over.`,
      where: `${id}, stack ${stack}`,
      next: [pulumi("up", "makes a new one; then hand it over")],
      stack,
    });
  }
}
