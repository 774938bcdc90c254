/** What Stripe's error objects hold besides what the server adds to them. */
export interface RefusalFields {
  readonly status: number;
  readonly type: "invalid_request_error" | "idempotency_error" | "api_error";
  readonly message: string;
  readonly code?: string;
  /** The parameter in the way, `enabled_events[0]`. */
  readonly param?: string;
}

/** Thrown by everything behind the server to answer with one of Stripe's errors. */
export class StripeRefusal extends Error {
  constructor(readonly fields: RefusalFields) {
    super(fields.message);
  }
}

/** A 400 `invalid_request_error`; `more` sets code, param or another status. */
export function invalidRequest(
  message: string,
  more: Partial<Pick<RefusalFields, "code" | "param" | "status">> = {},
): StripeRefusal {
  return new StripeRefusal({ status: 400, type: "invalid_request_error", message, ...more });
}

/** The 404 of an unknown id in the address. `suffix` tells of a similar object in the other mode. */
export function noSuch(noun: string, id: string, suffix = ""): StripeRefusal {
  return invalidRequest(`No such ${noun}: '${id}'${suffix}`, {
    status: 404,
    code: "resource_missing",
    param: "id",
  });
}

/** The body of Stripe's error answers. `logUrl` is left out where Stripe doesn't know the account. */
export function errorBody(fields: RefusalFields, logUrl?: string): string {
  const { code, message, param, type } = fields;
  const docUrl = code && `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
  const error = { code, doc_url: docUrl, message, param, request_log_url: logUrl, type };
  return `${JSON.stringify({ error }, null, 2)}\n`;
}
