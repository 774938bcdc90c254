import { findMoto, type MotoServer, startMoto } from "../sandbox/emulators/secrets-manager/moto-server";
import { policyText } from "../support/iam-policy";
import { AWS_ACCOUNT } from "../support/tenant";

const moto = findMoto();
const describeWithMoto = moto ? describe : describe.skip;
const reason = moto ? "" : " (skipped: no moto_server in MOTO_SERVER, on PATH or in .sandbox/tools/moto)";

const issuedTo = (role: string) => ({
  type: "AssumedRole",
  sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${AWS_ACCOUNT}:role/${role}` } },
});
const user = { type: "IAMUser", arn: `arn:aws:iam::${AWS_ACCOUNT}:user/somebody` };
const NAME = "plenigo/stage/acme0000000000000000/stripe";
const ARN = `arn:aws:secretsmanager:eu-central-1:${AWS_ACCOUNT}:secret:${NAME}-AbCdEf`;

/** What CloudTrail reports of a call, as EventBridge gets it. */
function recordOf(userIdentity: object, secretId: string, eventName = "GetSecretValue") {
  const detail = {
    eventSource: "secretsmanager.amazonaws.com",
    eventName,
    userIdentity,
    requestParameters: { secretId },
  };
  return {
    Source: "aws.secretsmanager",
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(detail),
  };
}

describeWithMoto(`the alarm on reads by strangers${reason}`, () => {
  let server: MotoServer;
  beforeAll(async () => {
    server = await startMoto(moto ?? "");
  }, 60_000);
  afterAll(() => server?.stop());

  // biome-ignore lint/suspicious/noExplicitAny: what EventBridge answers, of which one member is read.
  async function events(operation: string, input: object): Promise<any> {
    const headers = {
      authorization:
        "AWS4-HMAC-SHA256 Credential=admin/20260101/eu-central-1/events/aws4_request, Signature=0",
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSEvents.${operation}`,
    };
    const answer = await fetch(server.url, { method: "POST", headers, body: JSON.stringify(input) });
    return JSON.parse((await answer.text()) || "{}");
  }

  /** Whether EventBridge's pattern takes the event, as moto reads patterns: an archive with it keeps the event. */
  async function rings(ArchiveName: string, event: object): Promise<boolean> {
    const roles = {
      DEPLOYER_ROLE: "deployer",
      PREVIEWER_ROLE: "previewer",
      AUDIT_ROLE: "audit",
      READER_ROLE: "app",
    };
    const EventPattern = policyText("alarm-reads-by-strangers", roles);
    const EventSourceArn = `arn:aws:events:eu-central-1:${AWS_ACCOUNT}:event-bus/default`;
    await events("CreateArchive", { ArchiveName, EventSourceArn, EventPattern });
    await events("PutEvents", { Entries: [event] });
    return (await events("DescribeArchive", { ArchiveName })).EventCount === 1;
  }

  it.each([
    ["rings", "a role that is not in the list", recordOf(issuedTo("stranger"), NAME), true],
    ["rings", "a user", recordOf(user, NAME), true],
    ["rings", "a role that gives the ARN", recordOf(issuedTo("stranger"), ARN), true],
    ["is silent", "a deployer", recordOf(issuedTo("deployer"), ARN), false],
    ["is silent", "a reader", recordOf(issuedTo("app"), NAME), false],
    ["is silent", "another secret", recordOf(issuedTo("stranger"), "of/others"), false],
    ["is silent", "a look without the value", recordOf(issuedTo("stranger"), NAME, "DescribeSecret"), false],
  ])("%s for %s", async (_verb, who, event, expected) => {
    expect(await rings(who.replaceAll(" ", "-"), event)).toBe(expected);
  });
});
