import { randomUUID } from "node:crypto";
import type { EmulatedService, EmulatorReply, EmulatorRequest } from "../emulator-server";
import type { DeniedActions } from "./access";
import { AwsError } from "./aws-error";
import { type Caller, type CallerDirectory, callerOf } from "./caller";
import * as operations from "./operations";
import type { Operation } from "./operations/operation";
import { RequestInput } from "./request-input";
import type { SecretStore } from "./secret-store";
import { callerIdentity, stsActionOf, stsErrorReply } from "./security-token-service";

const targetPrefix = "secretsmanager.";
const operationsByName: Readonly<Record<string, Operation>> = { ...operations };

/** Secrets Manager (JSON 1.1, X-Amz-Target) and STS (query protocol) behind one address. */
export class AwsService implements EmulatedService {
  constructor(
    private readonly store: SecretStore,
    private readonly now: () => number,
    private readonly directory: CallerDirectory,
    private readonly denied: DeniedActions,
    private readonly regions?: readonly string[],
  ) {}

  operationOf(request: EmulatorRequest): string {
    const target = targetOf(request);
    if (target === undefined) return stsActionOf(request.body) ?? `${request.method} ${request.path}`;
    return target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : target;
  }

  isWrite(operation: string): boolean {
    return ownOperation(operation)?.isWrite ?? false;
  }

  handle(request: EmulatorRequest, operation: string): EmulatorReply {
    const isSts = targetOf(request) === undefined && stsActionOf(request.body) !== undefined;
    const requestId = randomUUID();
    try {
      const service = isSts ? "sts" : "secretsmanager";
      const caller = callerOf(request.headers, service, this.directory, this.regions);
      if (isSts) return callerIdentity(operation, caller);
      return jsonReply(200, requestId, this.run(request, operation, caller, requestId));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return isSts ? stsErrorReply(error) : jsonErrorReply(error, requestId);
    }
  }

  private run(
    request: EmulatorRequest,
    name: string,
    caller: Caller,
    requestId: string,
  ): Record<string, unknown> {
    const operation = targetOf(request)?.startsWith(targetPrefix) ? ownOperation(name) : undefined;
    if (!operation)
      throw new AwsError("UnknownOperationException", `This emulator has no operation ${name}.`);
    const now = this.now();
    this.store.purge(now);
    const { store, denied } = this;
    const run = () => operation.run(RequestInput.fromBody(request.body), { store, caller, denied, now });
    const cause = { request: requestId, operation: name, place: `${caller.account} ${caller.region}` };
    const answer = operation.isWrite ? store.noting(cause, run) : run();
    if (operation.isWrite) store.markChanged();
    store.save();
    return answer;
  }
}

function targetOf(request: EmulatorRequest): string | undefined {
  const target = request.headers["x-amz-target"];
  return Array.isArray(target) ? target[0] : target;
}

function ownOperation(name: string): Operation | undefined {
  return Object.hasOwn(operationsByName, name) ? operationsByName[name] : undefined;
}

function jsonErrorReply({ code, message, status }: AwsError, requestId: string): EmulatorReply {
  const reply = jsonReply(status, requestId, { __type: code, Message: message });
  return { ...reply, headers: { ...reply.headers, "x-amzn-errortype": code } };
}

function jsonReply(status: number, requestId: string, body: object): EmulatorReply {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId };
  return { status, headers, body: JSON.stringify(body) };
}
