import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { callerIdentity } from "../../src/aws/clients";
import { awsPlaceOf } from "../../src/aws/place";
import { folderWith } from "../support/project-folder";
import { aimAt } from "./aws-place";

interface Asked {
  /** Access key that signed the call. */
  readonly by?: string;
  readonly params: URLSearchParams;
}

let sts: Server;
let asked: Asked[];

/** STS with roles: whoever takes a role gets the role's name as access key. */
beforeEach(async () => {
  asked = [];
  sts = createServer(async (message, response) => {
    let body = "";
    for await (const chunk of message) body += chunk;
    const params = new URLSearchParams(body);
    asked.push({ by: /Credential=([^/]+)/.exec(message.headers.authorization ?? "")?.[1], params });
    response.setHeader("content-type", "text/xml").end(answerTo(params));
  });
  await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", () => resolve()));
  aimAt({ url: `http://127.0.0.1:${(sts.address() as AddressInfo).port}` }, "environment");
});
afterEach(() => {
  sts.close();
  sts.closeAllConnections();
});

function answerTo(params: URLSearchParams): string {
  const action = params.get("Action") ?? "";
  const role = params.get("RoleArn")?.split("/").at(-1);
  const keys = `<AccessKeyId>${role}</AccessKeyId><SecretAccessKey>none</SecretAccessKey><SessionToken>none</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>`;
  const result = role
    ? `<Credentials>${keys}</Credentials>`
    : "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/one</Arn>";
  return `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
}

/** Who signed each call to STS when these keys are configured. */
async function signers(config: Readonly<Record<string, string>>): Promise<(string | undefined)[]> {
  const place = awsPlaceOf((key) => ({ "aws:region": "eu-central-1", ...config })[key]);
  await callerIdentity(place);
  return asked.map(({ by }) => by);
}

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const profileFile = () =>
  join(
    folderWith({ credentials: "[tenant]\naws_access_key_id = profile\naws_secret_access_key = none\n" }),
    "credentials",
  );

it.each([
  ["those of the environment", () => ({}), ["environment"]],
  [
    "a profile",
    () => ({ "aws:profile": "tenant", "aws:sharedCredentialsFiles": JSON.stringify([profileFile()]) }),
    ["profile"],
  ],
  ["keys of the configuration", () => ({ "aws:accessKey": "own", "aws:secretKey": "none" }), ["own"]],
  [
    "roles, one after the other",
    () => ({ "aws:assumeRoles": JSON.stringify([{ roleArn: role("one") }, { roleArn: role("two") }]) }),
    ["environment", "one", "two"],
  ],
  [
    "a role taken with the keys of the configuration",
    () => ({
      "aws:accessKey": "own",
      "aws:secretKey": "none",
      "aws:assumeRoles": JSON.stringify([{ roleArn: role("one") }]),
    }),
    ["own", "one"],
  ],
  [
    "a role taken with a token",
    () => ({
      "aws:assumeRoleWithWebIdentity": JSON.stringify({ roleArn: role("web"), webIdentityToken: "t" }),
    }),
    [undefined, "web"],
  ],
])("our own calls use the credentials that the stack's provider uses: %s", async (_, config, expected) => {
  expect(await signers(config())).toEqual(expected);
});

it("hands over what the provider would say when it takes a role", async () => {
  const roles = [{ roleArn: role("one"), externalId: "ours", sessionName: "ci", tags: { team: "pay" } }];
  await signers({ "aws:assumeRoles": JSON.stringify(roles) });
  expect(Object.fromEntries(asked[0]?.params ?? [])).toMatchObject({
    RoleSessionName: "ci",
    ExternalId: "ours",
    "Tags.member.1.Key": "team",
  });
});
