import { AwsError, invalidParameter, versionNotFound } from "../aws-error";
import {
  addVersion,
  currentLabel,
  type EmulatedSecret,
  type EmulatedVersion,
  moveLabel,
  removeLabel,
  versionWithLabel,
} from "../emulated-secret";
import type { RequestInput } from "../request-input";
import { readToken, readValue } from "../secret-rules";
import { tokenInUse } from "./life-cycle";
import { findUsableSecret, identityOf, type Operation } from "./operation";

const labelBounds = { min: 1, max: 256 };
const versionIdBounds = { min: 32, max: 64 };

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue: Operation = {
  isWrite: true,
  run(input, context) {
    const versionId = readToken(input);
    const labels = input.texts("VersionStages", { min: 1, max: 20 }, labelBounds) ?? [currentLabel];
    const value = readRequiredValue(input);
    const secret = findUsableSecret(input, context, "PutSecretValue");
    const existing = secret.versions.find((version) => version.versionId === versionId);
    if (existing && existing.secretString !== value) {
      throw new AwsError("ResourceExistsException", tokenInUse(secret, versionId));
    }
    const version = existing ?? { versionId, stages: [], secretString: value, createdDate: context.now };
    if (!existing) {
      addVersion(secret, version, labels);
      secret.lastChangedDate = context.now;
    }
    return { ...identityOf(secret), VersionId: versionId, VersionStages: version.stages };
  },
};

/** Without a value only description and key change, and no version is made. Stricter than Put about used tokens. */
export const updateSecret: Operation = {
  isWrite: true,
  run(input, context) {
    const versionId = readToken(input);
    const value = readValue(input);
    const description = input.text("Description", { max: 2048 });
    const kmsKeyId = input.text("KmsKeyId", { max: 2048 });
    const secret = findUsableSecret(input, context, "UpdateSecret");
    if (value && secret.versions.some((version) => version.versionId === versionId)) {
      throw new AwsError("ResourceExistsException", tokenInUse(secret, versionId));
    }
    if (value) {
      const version = { versionId, stages: [], secretString: value, createdDate: context.now };
      addVersion(secret, version, [currentLabel]);
    }
    if (description !== undefined) secret.description = description;
    if (kmsKeyId !== undefined) secret.kmsKeyId = kmsKeyId || undefined;
    secret.lastChangedDate = context.now;
    return { ...identityOf(secret), VersionId: value && versionId };
  },
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export const updateSecretVersionStage: Operation = {
  isWrite: true,
  run(input, context) {
    const label = input.requiredText("VersionStage", labelBounds);
    const from = input.text("RemoveFromVersionId", versionIdBounds);
    const to = input.text("MoveToVersionId", versionIdBounds);
    const secret = findUsableSecret(input, context, "UpdateSecretVersionStage");
    const source = from === undefined ? undefined : versionOf(secret, from);
    const target = to === undefined ? undefined : versionOf(secret, to);
    checkMove(secret, label, source, target);
    if (target) moveLabel(secret, target, label);
    else if (source) removeLabel(source, label);
    secret.lastChangedDate = context.now;
    return identityOf(secret);
  },
};

/** Throws InvalidParameterException for a move that leaves out, or gets wrong, where the label is. */
function checkMove(
  secret: EmulatedSecret,
  label: string,
  source: EmulatedVersion | undefined,
  target: EmulatedVersion | undefined,
): void {
  if (!source && !target) throw invalidParameter("Give RemoveFromVersionId, MoveToVersionId or both.");
  const holder = versionWithLabel(secret, label);
  if (source && source !== holder) {
    throw invalidParameter(`Staging label ${label} is not attached to version ${source.versionId}.`);
  }
  if (!source && holder && holder !== target) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached ` +
        `to version ${holder.versionId}, so you must explicitly reference that version in ` +
        "RemoveFromVersionId.",
    );
  }
  if (label === currentLabel && !target) {
    throw invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  }
}

function versionOf(secret: EmulatedSecret, versionId: string): EmulatedVersion {
  const version = secret.versions.find((candidate) => candidate.versionId === versionId);
  if (!version) throw versionNotFound(`VersionId: ${versionId}`);
  return version;
}

function readRequiredValue(input: RequestInput): string {
  const value = input.text("SecretString", { isSecret: true }) && readValue(input);
  if (value) return value;
  throw new AwsError("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
}
