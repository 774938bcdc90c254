import { randomUUID } from "node:crypto";
import type { EmulatedService, EmulatorReply, EmulatorRequest } from "../emulator-server";
import type { DeniedActions } from "./access";
import { AwsError } from "./aws-error";
import { type Caller, type CallerDirectory, callerOf } from "./caller";
import * as operations from "./operations";
import type { Operation } from "./operations/operation";
import { RequestInput } from "./request-input";
import type { SecretStore } from "./secret-store";

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
    const input = RequestInput.fromBody(request.body);
    const run = () => operation.run(input, { store, caller, denied, now });
    const place = `${caller.account} ${caller.region}`;
    const cause = { request: requestId, operation: name, place, agent: request.headers["user-agent"] };
    const answer = operation.isWrite ? store.noting(cause, input.secret, run) : run();
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

/** Form body of an STS call: `Action=GetCallerIdentity&Version=2011-06-15`. */
function stsActionOf(body: string): string | undefined {
  return new URLSearchParams(body).get("Action") ?? undefined;
}

/** Answers GetCallerIdentity, the only action of STS here; it needs no right. Throws InvalidAction for another. */
function callerIdentity(action: string, caller: Caller): EmulatorReply {
  if (action !== "GetCallerIdentity") {
    throw new AwsError("InvalidAction", `Could not find operation ${action} for version 2011-06-15`);
  }
  const { account, accessKeyId, sessionArn } = caller;
  const members = { Arn: sessionArn, UserId: userId(accessKeyId, sessionArn), Account: account };
  return xmlReply(200, "GetCallerIdentityResponse", [
    `<GetCallerIdentityResult>${elements(members)}</GetCallerIdentityResult>`,
    `<ResponseMetadata>${elements({ RequestId: randomUUID() })}</ResponseMetadata>`,
  ]);
}

/** AWS's error of the query protocol. */
function stsErrorReply({ code, message, status }: AwsError): EmulatorReply {
  return xmlReply(status, "ErrorResponse", [
    `<Error>${elements({ Type: "Sender", Code: code, Message: message })}</Error>`,
    elements({ RequestId: randomUUID() }),
  ]);
}

function userId(accessKeyId: string, sessionArn: string): string {
  return sessionArn.includes(":assumed-role/") ? `AROAEMULATEDROLE:${accessKeyId}` : accessKeyId;
}

function elements(members: Readonly<Record<string, string>>): string {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return Object.entries(members)
    .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
    .join("");
}

function xmlReply(status: number, root: string, children: readonly string[]): EmulatorReply {
  const body = `<${root} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${children.join("")}</${root}>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}
