import { describeWithEvaluator, EVERYTHING, type Judges, judge } from "../support/iam-evaluator";
import {
  expectRefusedFor,
  forStack,
  keyArn,
  object,
  REGION,
  type Row,
  role,
  through,
  values,
} from "../support/iam-rows";
import { AWS_ACCOUNT } from "../support/tenant";

describeWithEvaluator("somebody who may do everything, but is not the administrator, is refused", () => {
  const admin = role("admin");
  const change = { principal: role("caller") };
  const bucket = (name: string): Judges => ({
    identity: [EVERYTHING],
    resource: `bucket-${name}`,
    principal: admin,
  });
  const guarded: Judges = {
    identity: [EVERYTHING],
    resource: EVERYTHING,
    organization: "guard-account",
    principal: admin,
  };
  const trail = `arn:aws:cloudtrail:${REGION}:${AWS_ACCOUNT}:trail/all`;
  const readTrail = { action: "s3:GetObject", resource: "arn:aws:s3:::trail/AWSLogs/1" };
  const rule = `arn:aws:events:${REGION}:${AWS_ACCOUNT}:rule/strangers`;
  it.each<Row>([
    [
      "deleting old versions of the state",
      bucket("state"),
      { action: "s3:DeleteObjectVersion", resource: object(".pulumi/x") },
      change,
    ],
    [
      "deleting backups",
      bucket("state"),
      { action: "s3:DeleteObject", resource: object(".pulumi/backups/x") },
      change,
    ],
    [
      "reading the trail without TLS",
      bucket("trail"),
      readTrail,
      { context: { "aws:SecureTransport": "false" } },
    ],
    [
      "reading the trail with an old TLS",
      bucket("trail"),
      readTrail,
      { context: { "s3:TlsVersion": "1.1" } },
    ],
    [
      "turning versions of the state off",
      bucket("state"),
      { action: "s3:PutBucketVersioning", resource: "arn:aws:s3:::state" },
      change,
    ],
    [
      "changing the state's bucket policy",
      bucket("state"),
      { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::state" },
      change,
    ],
    [
      "changing how long the trail is kept",
      bucket("trail"),
      { action: "s3:PutLifecycleConfiguration", resource: "arn:aws:s3:::trail" },
      change,
    ],
    ["stopping the trail", guarded, { action: "cloudtrail:StopLogging", resource: trail }, change],
    [
      "leaving events out of the trail",
      guarded,
      { action: "cloudtrail:PutEventSelectors", resource: trail },
      change,
    ],
    ["turning the alarm off", guarded, { action: "events:DisableRule", resource: rule }, change],
    [
      "deleting the state's key",
      guarded,
      { action: "kms:ScheduleKeyDeletion", resource: keyArn("pulumi") },
      change,
    ],
    [
      "opening the secrets' key",
      guarded,
      { action: "kms:PutKeyPolicy", resource: keyArn("secrets") },
      change,
    ],
  ])("%s", (...row) => expectRefusedFor(row));

  const asTrail: Judges = { resource: "bucket-trail", principal: "cloudtrail.amazonaws.com" };
  const ofTrail = { "aws:SourceArn": trail };
  const look = { action: "s3:GetBucketAcl", resource: "arn:aws:s3:::trail", context: ofTrail };
  const record = {
    action: "s3:PutObject",
    resource: `arn:aws:s3:::trail/AWSLogs/${AWS_ACCOUNT}/1`,
    context: { ...ofTrail, "s3:x-amz-acl": "bucket-owner-full-control" },
  };
  const ofAnother = { context: { "aws:SourceArn": `${trail}-of-somebody` } };
  it.each<Row>([
    ["that looks", asTrail, look, ofAnother],
    ["that writes", asTrail, record, ofAnother],
    ["that keeps what it writes for itself", asTrail, record, { context: { "s3:x-amz-acl": "private" } }],
  ])("as is CloudTrail for another trail %s", (...row) => expectRefusedFor(row));

  it.each([
    ["the administrator", admin],
    ["anybody else", role("caller")],
  ])("deletes or writes nothing in the trail, %s neither", async (_, principal) => {
    for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"]) {
      const call = { action, resource: "arn:aws:s3:::trail/AWSLogs/1" };
      expect(await judge(call, { values, identity: [EVERYTHING], resource: "bucket-trail", principal })).toBe(
        "denied",
      );
    }
  });

  it.each(["key-state", "key-secrets"])("manages %s without using it", async (resource) => {
    const judges = { values, resource, principal: admin };
    const context = { ...forStack("acme.stage"), ...through("s3") };
    expect(await judge({ action: "kms:PutKeyPolicy", resource: keyArn("pulumi") }, judges)).toBe("allowed");
    expect(await judge({ action: "kms:Decrypt", resource: keyArn("pulumi"), context }, judges)).not.toBe(
      "allowed",
    );
  });
});
