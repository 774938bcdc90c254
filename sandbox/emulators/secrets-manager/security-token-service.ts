import { randomUUID } from "node:crypto";
import type { EmulatorReply } from "../emulator-server";
import { AwsError } from "./aws-error";
import type { Caller } from "./caller";

/** Form body of an STS call: `Action=GetCallerIdentity&Version=2011-06-15`. */
export function stsActionOf(body: string): string | undefined {
  return new URLSearchParams(body).get("Action") ?? undefined;
}

/** Answers GetCallerIdentity, the only action of STS here; it needs no right. Throws InvalidAction for another. */
export function callerIdentity(action: string, caller: Caller): EmulatorReply {
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
export function stsErrorReply({ code, message, status }: AwsError): EmulatorReply {
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
