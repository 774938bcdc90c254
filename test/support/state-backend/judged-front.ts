import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { judge, type Verdict } from "../iam-evaluator";
import type { PolicyValues } from "../iam-policy";
import { type AwsRequest, judgedCallsOf, type Reply, refusalOf } from "./judged-calls";

/** A request that reached the front, with what IAM said to it. */
export interface FrontCall {
  /** Access key of the caller, which is the name of its role here. */
  readonly caller: string;
  /** `s3:PutObject .pulumi/meta.yaml`, `kms:Decrypt acme.stage` */
  readonly what: string;
  /** All that IAM has to allow for it: a copy is a read and a write, and the bucket's key is used for both. */
  readonly actions: readonly string[];
  readonly verdict: Verdict;
}

/** S3 and KMS of moto behind IAM, which moto has not: what the policies do not allow is refused as AWS refuses it. */
export interface JudgedFront {
  readonly url: string;
  readonly calls: FrontCall[];
  /** Runs after a request was answered by moto and before the caller gets the answer. */
  afterwards?: (what: string) => Promise<void>;
  close(): void;
}

/** A role: its policies, and what stands in them for the placeholders. */
export interface FrontRole {
  readonly identity: readonly string[];
  readonly values: PolicyValues;
}

/** Who may do what: policies of docs/iam by the caller's access key, and those of the bucket and of the key. */
export interface FrontRights {
  readonly roles: Readonly<Record<string, FrontRole>>;
  /** ARN of the one KMS key. */
  readonly keyArn: string;
}

/** Starts a front of the moto server at `target`. A caller that has no role may do nothing. */
export async function startJudgedFront(target: string, rights: FrontRights): Promise<JudgedFront> {
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const front: JudgedFront = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    const call = await judged(request, rights);
    front.calls.push(call);
    if (call.verdict !== "allowed") return send(response, refusalOf(request, call.what));
    const reply = await forwarded(target, request);
    await front.afterwards?.(call.what);
    send(response, reply);
  }
  return front;
}

/** A request is allowed when each of its actions is. */
async function judged(request: AwsRequest, { roles, keyArn }: FrontRights): Promise<FrontCall> {
  const { caller, calls, what } = judgedCallsOf(request, keyArn);
  let verdict: Verdict = "allowed";
  for (const call of calls) {
    const resource = call.action.startsWith("kms:") ? "key-state" : "bucket-state";
    const said = await judge(call, { resource, ...roles[caller] });
    if (said !== "allowed") verdict = said;
  }
  return { caller, what, actions: calls.map(({ action }) => action), verdict };
}

async function read(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = "", url = "/", headers } = message;
  return { method, url: new URL(url, "http://localhost"), headers, body: Buffer.concat(chunks) };
}

async function forwarded(target: string, { method, url, headers, body }: AwsRequest) {
  const { host: _host, connection: _connection, "content-length": _length, ...rest } = headers;
  const reply = await fetch(`${target}${url.pathname}${url.search}`, {
    method,
    headers: rest as Record<string, string>,
    ...(body.length > 0 && { body }),
  });
  return {
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    body: Buffer.from(await reply.arrayBuffer()),
  };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const { "transfer-encoding": _encoding, connection: _connection, "keep-alive": _alive, ...rest } = headers;
  response.writeHead(status, { ...rest, connection: "close" });
  response.end(body);
}
