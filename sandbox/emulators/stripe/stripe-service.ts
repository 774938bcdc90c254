import type { EmulatedService, EmulatorReply, EmulatorRequest } from "../emulator-server";
import { authenticate, type Caller, requirePermission } from "./authentication";
import type { Backend, Route, StripeCall } from "./backend";
import { accountApiVersion } from "./events";
import { type KeyedRequest, savedAnswer } from "./idempotency";
import { newId } from "./ids";
import { canonicalForm, decodeForm } from "./params";
import { findRoute } from "./routes";
import type { StateStore } from "./state-store";
import { errorBody, invalidRequest, StripeRefusal } from "./stripe-refusal";

/** How requests go through the service, for its emulator to interfere with. */
export interface WriteControl {
  /** So many of the next writes die inside Stripe with a 500, which is kept for their idempotency keys. */
  breaking: number;
}

/** Stripe's side of the wire: from a request to the answer, with the order of checks that Stripe has. */
export class StripeService implements EmulatedService {
  constructor(
    private readonly store: StateStore,
    private readonly backend: Backend,
    private readonly control: WriteControl,
  ) {}

  operationOf({ method, path }: EmulatorRequest): string {
    return findRoute(method, path)?.route.operation ?? `${method} ${path}`;
  }

  isWrite(operation: string): boolean {
    return /^(POST|DELETE) /.test(operation);
  }

  /** Address, key, permission, idempotency key, parameters, work. */
  handle(request: EmulatorRequest): EmulatorReply {
    const requestId = newId("req");
    let caller: Caller | undefined;
    try {
      const found = findRoute(request.method, request.path);
      if (!found) throw unrecognized(request);
      caller = authenticate(request.headers, this.store.accounts);
      requirePermission(caller.key, found.route.permission, caller.account.id);
      const call = callOf(request, caller, found.objectId, requestId);
      const reply =
        request.method === "POST" && call.idempotencyKey
          ? this.answerOnce(request, found.route, call, call.idempotencyKey)
          : this.work(found.route, call);
      return withHeaders(reply, requestId);
    } catch (error) {
      return withHeaders(refusalReply(error, requestId, caller), requestId);
    }
  }

  private answerOnce(request: EmulatorRequest, route: Route, call: StripeCall, key: string): EmulatorReply {
    const target = `${request.method} ${request.path}`;
    const keyed = { key, target, params: canonicalForm(call.params) };
    const saved = savedAnswer(keyed, call.world.answers, this.backend.now());
    const headers = { "Idempotency-Key": key, "Original-Request": saved?.requestId ?? call.requestId };
    if (saved) {
      const { status, body } = saved;
      return { status, body, headers: { ...headers, "Idempotent-Replayed": "true" } };
    }
    return { ...this.work(route, call, keyed), headers };
  }

  /** Refusals of the parameters are thrown and kept nowhere; what comes after is answered, and kept for the key. */
  private work(route: Route, call: StripeCall, keyed?: KeyedRequest): EmulatorReply {
    const rest = route.prepare(call, this.backend);
    const isWrite = this.isWrite(route.operation);
    const { account, mode, requestId, agent } = call;
    const cause = { request: requestId, operation: route.operation, agent };
    const write = () => this.store.noting(account.id, mode, () => this.unlessBroken(rest), cause);
    const { status, body } = this.finish(isWrite ? write : rest, call);
    if (keyed) {
      const savedAt = this.backend.now();
      call.world.answers.push({ ...keyed, requestId, status, body, savedAt });
    }
    if (isWrite) this.store.save();
    return { status, body };
  }

  private finish(rest: () => unknown, call: StripeCall): EmulatorReply {
    try {
      return { status: 200, body: `${JSON.stringify(rest(), null, 2)}\n` };
    } catch (error) {
      return refusalReply(error, call.requestId, call);
    }
  }

  private unlessBroken(rest: () => unknown): unknown {
    if (this.control.breaking <= 0) return rest();
    this.control.breaking -= 1;
    const message =
      "Sorry! There was an error while talking to one of our backends. Support has been notified.";
    throw new StripeRefusal({ status: 500, type: "api_error", message });
  }
}

function callOf(request: EmulatorRequest, caller: Caller, objectId: string, requestId: string): StripeCall {
  const isForm = /^(application\/x-www-form-urlencoded|$)/.test(request.headers["content-type"] ?? "");
  if (request.body !== "" && !isForm) {
    throw invalidRequest("Request bodies of /v1 must be application/x-www-form-urlencoded.");
  }
  const body = new URLSearchParams(request.body);
  const pairs = new URLSearchParams([...request.query, ...body]);
  const idempotencyKey = request.headers["idempotency-key"];
  return {
    ...caller,
    world: caller.account.modes[caller.mode],
    params: decodeForm(pairs),
    objectId,
    requestId,
    idempotencyKey: idempotencyKey ? String(idempotencyKey) : null,
    agent: request.headers["user-agent"],
  };
}

function refusalReply(error: unknown, requestId: string, caller?: Caller): EmulatorReply {
  if (!(error instanceof StripeRefusal)) throw error;
  const mode = caller?.mode === "live" ? "" : "test/";
  const logUrl = caller && `https://dashboard.stripe.com/${caller.account.id}/${mode}logs/${requestId}`;
  return { status: error.fields.status, body: errorBody(error.fields, logUrl) };
}

function withHeaders(reply: EmulatorReply, requestId: string): EmulatorReply {
  const headers = { "Content-Type": "application/json", "Stripe-Version": accountApiVersion };
  return { ...reply, headers: { ...headers, ...reply.headers, "Request-Id": requestId } };
}

function unrecognized({ method, path }: EmulatorRequest): StripeRefusal {
  return invalidRequest(
    `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the ` +
      "trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) " +
      "identifier in your code. Please see https://stripe.com/docs or we can help at " +
      "https://support.stripe.com/.",
    { status: 404 },
  );
}
