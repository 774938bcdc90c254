import type { EngineEvent } from "@pulumi/pulumi/automation";
import { RunRecord } from "../../src/engine/run-record";
import { tenant } from "./tenant";

type Values = Readonly<Record<string, unknown>>;

/** What the engine calls secret comes blinded. */
export const BLINDED = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const RESOURCES = {
  endpoint: {
    type: "pulumi-nodejs:dynamic/stripe:WebhookEndpoint",
    name: "plenigo-generation-1",
    id: "we_1",
  },
  "endpoint 2": {
    type: "pulumi-nodejs:dynamic/stripe:WebhookEndpoint",
    name: "plenigo-generation-2",
    id: "we_2",
  },
  secret: { type: "aws:secretsmanager/secret:Secret", name: "plenigo-secret", id: "arn:secret" },
  "secret version": {
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    name: "plenigo-secret-version",
    id: "arn:secret|1",
  },
  "reader policy": {
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    name: "plenigo-secret-policy",
    id: "arn",
  },
  bucket: { type: "aws:s3/bucket:Bucket", name: "archive", id: "archive-1" },
  provider: { type: "pulumi:providers:aws", name: "default", id: "1" },
} as const;

/** Resources that the builders know. */
export type EventResource = keyof typeof RESOURCES;

/** State of an endpoint as its last run left it; a test states only what differs. */
export function endpointState(changes: Values = {}): Values {
  return { ...tenant().inputs, signingSecret: BLINDED, ...changes };
}

/** The engine has read a resource of the state; without `found` it is gone. */
export function refreshed(resource: EventResource, before: Values, found?: Values): EngineEvent {
  return event(resource, "refresh", { old: before, new: found });
}

/** The engine has taken a step, or in a preview would take it; `declared`: the program's inputs. */
export function step(
  op: string,
  resource: EventResource,
  { old, declared, properties }: { old?: Values; declared?: Values; properties?: readonly string[] } = {},
): EngineEvent {
  const detailedDiff =
    properties && Object.fromEntries(properties.map((name) => [name, { diffKind: "update" }]));
  return event(resource, op, { old, new: declared, detailedDiff });
}

/** The engine has reported an error. */
export function failure(message: string): EngineEvent {
  return { diagnosticEvent: { severity: "error", message } } as EngineEvent;
}

/** The engine has come to its end. */
export function summary(resourceChanges: Readonly<Record<string, number>> = {}): EngineEvent {
  return { summaryEvent: { resourceChanges } } as EngineEvent;
}

/** A record of events. */
export function recordOf(...events: readonly EngineEvent[]): RunRecord {
  const record = new RunRecord();
  for (const each of events) record.add(each);
  return record;
}

function event(
  resource: EventResource,
  op: string,
  sides: { old?: Values; new?: Values; detailedDiff?: object },
): EngineEvent {
  const { type, name, id } = RESOURCES[resource];
  const urn = `urn:pulumi:acme.stage::plenigo-stripe::${type}::${name}`;
  const state = (values: Values | undefined) =>
    values ? { custom: true, id, inputs: values, outputs: values } : null;
  const { detailedDiff = null } = sides;
  const metadata = { op, urn, type, old: state(sides.old), new: state(sides.new), detailedDiff };
  return { resOutputsEvent: { metadata } } as unknown as EngineEvent;
}
