import type { IncomingHttpHeaders } from "node:http";
import type { JudgedCall } from "../iam-evaluator";

/** A request to S3 (with the bucket in the path) or KMS. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Who calls, and what IAM has to allow for it. */
export interface JudgedCalls {
  readonly caller: string;
  readonly calls: readonly JudgedCall[];
  /** For people: `s3:PutObject .pulumi/meta.yaml`. */
  readonly what: string;
}

/** What a server answers. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/** Reads a request as IAM does; `keyArn` is the only KMS key. Throws for what the engine is not known to ask. */
export function judgedCallsOf(request: AwsRequest, keyArn: string): JudgedCalls {
  const [, caller = "", region = "", service = ""] =
    CREDENTIAL.exec(request.headers.authorization ?? "") ?? [];
  const calls = service === "kms" ? [kmsCall(request, keyArn)] : s3Calls(request, keyArn, region);
  const [first] = calls;
  const { resource = "", context = {} } = first ?? {};
  const object = resource.replace(/^arn:aws:s3:::[^/]+\/?/, "");
  const what = service === "kms" ? (context["kms:EncryptionContext:stack"] ?? "no context") : object;
  return { caller, calls, what: `${first?.action} ${what}`.trim() };
}

function kmsCall({ headers, body }: AwsRequest, keyArn: string): JudgedCall {
  const [, operation] = /^TrentService\.(\w+)$/.exec(String(headers["x-amz-target"])) ?? [];
  const { EncryptionContext = {} } = JSON.parse(body.toString("utf8"));
  const context = Object.entries(EncryptionContext as Record<string, string>).map(([key, value]) => [
    `kms:EncryptionContext:${key}`,
    value,
  ]);
  return { action: `kms:${operation}`, resource: keyArn, context: Object.fromEntries(context) };
}

/** S3's own actions, with what a bucket that encrypts by KMS asks of the key for the caller. */
function s3Calls(request: AwsRequest, keyArn: string, region: string): JudgedCall[] {
  const { method, url, headers } = request;
  const [bucket = "", ...rest] = decodeURIComponent(url.pathname).slice(1).split("/");
  const object = (key: string) => `arn:aws:s3:::${key}`;
  const here = object([bucket, ...rest].join("/"));
  const context = { "aws:SecureTransport": "true" };
  const encryption = {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": object(bucket),
  };
  const key = (action: string): JudgedCall => ({ action, resource: keyArn, context: encryption });
  const readCall = (resource: string) => [{ action: "s3:GetObject", resource, context }, key("kms:Decrypt")];
  const writeCall = () => [{ action: "s3:PutObject", resource: here, context }, key("kms:GenerateDataKey")];
  if (rest.join("") === "" && method === "GET")
    return [{ action: "s3:ListBucket", resource: object(bucket), context }];
  if (method === "GET" || method === "HEAD") return readCall(here);
  if (method === "DELETE") return [{ action: "s3:DeleteObject", resource: here, context }];
  const source = headers["x-amz-copy-source"];
  if (method === "PUT" && source) {
    return [...writeCall(), ...readCall(object(decodeURIComponent(String(source)).replace(/^\//, "")))];
  }
  if (method === "PUT") return writeCall();
  throw new Error(`the engine is not known to ask S3 for ${method} ${url.pathname}`);
}

/** What AWS answers to a call that IAM does not allow. */
export function refusalOf({ headers }: AwsRequest, what: string): Reply {
  const message = `User is not authorized to perform: ${what}`;
  if (headers["x-amz-target"]) {
    return {
      status: 400,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "AccessDeniedException" },
      body: JSON.stringify({ __type: "AccessDeniedException", message }),
    };
  }
  return {
    status: 403,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`,
  };
}
