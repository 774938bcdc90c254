import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { findLock } from "../../src/commands/stack-lock";

const FOLDER = ".pulumi/locks/organization/plenigo-stripe/acme.stage/";
const LOCK = { pid: 1, username: "rival", hostname: "elsewhere", timestamp: "2026-01-01T00:00:00Z" };

/** Status and body that a bucket answers with. */
type Answer = readonly [status: number, body: string];

let server: Server;
let calls: string[];
const env = { ...process.env };
beforeEach(() => {
  calls = [];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "deployer",
    AWS_SECRET_ACCESS_KEY: "secret",
    PLENIGO_STRIPE_RETRY_BUDGET_MS: "2000",
  });
});
afterEach(() => {
  process.env = { ...env };
  server?.close();
  server?.closeAllConnections();
});

/** What is found in a bucket that answers so, and what it was asked for. */
async function found(answer: (request: IncomingMessage) => Answer, path = "", query = "") {
  server = createServer((request, response) => {
    calls.push(decodeURIComponent(`${request.method} ${request.url}`));
    const [status, body] = answer(request);
    response.writeHead(status, { "content-type": "application/xml" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const backendUrl = `s3://states${path}?region=eu-central-1&s3ForcePathStyle=true&endpoint=${endpoint}${query}`;
  return findLock({ backendUrl, project: "plenigo-stripe", stack: "acme.stage" });
}

const listOf = (...keys: readonly string[]): Answer => [
  200,
  `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`,
];
const isList = ({ url = "" }: IncomingMessage) => url.includes("list-type=2");
const errorOf = (code: string, message: string) =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

it("is none in a bucket without locks of the stack", async () => {
  expect(await found(() => listOf())).toEqual({ kind: "none" });
  expect(calls).toEqual([`GET /states/?list-type=2&max-keys=20&prefix=${FOLDER}`]);
});

it.each([
  ["at its root", "", ""],
  ["in a folder", "/team/a", "team/a/"],
])("is found in a bucket, %s", async (_, path, prefix) => {
  const key = `${prefix}${FOLDER}1.json`;
  const lock = await found((request) => (isList(request) ? listOf(key) : [200, JSON.stringify(LOCK)]), path);
  expect(lock).toMatchObject({
    kind: "locked",
    lock: { holders: [{ user: "rival", host: "elsewhere", pid: 1 }] },
  });
  expect(calls[1]).toMatch(`GET /states/${key}`);
});

it("that its run takes away while somebody looks is none", async () => {
  const gone: Answer = [404, errorOf("NoSuchKey", "The specified key does not exist.")];
  expect(await found((request) => (isList(request) ? listOf(`${FOLDER}1.json`) : gone))).toEqual({
    kind: "none",
  });
});

it.each([
  ["denied", [403, errorOf("AccessDenied", "Access Denied")], /\(these credentials lack s3:ListBucket\)/],
  [
    "a bucket that is not there",
    [404, errorOf("NoSuchBucket", "no such bucket")],
    /\(NoSuchBucket: no such bucket\)/,
  ],
  ["an outage", [503, errorOf("ServiceUnavailable", "later")], /\(Amazon S3 did not answer properly: /],
] as const)("is not looked at where the answer is: %s", async (_, answer, reason) => {
  expect(await found(() => answer)).toEqual({
    kind: "not-looked-at",
    reason: expect.stringMatching(reason),
  });
});

it("is asked for without credentials where the address says so", async () => {
  let authorization: string | undefined = "none yet";
  const answer = (request: IncomingMessage) => {
    authorization = request.headers.authorization;
    return listOf();
  };
  await found(answer, "", "&anonymous=true");
  expect(authorization).toBeUndefined();
});
