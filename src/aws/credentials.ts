import type { SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { UserError } from "../errors";
import { explain } from "../remedies";
import { limitsPlugin } from "./limits";
import type { AssumedRole, AwsPlace, WebIdentityRole } from "./place";

type Credentials = Exclude<SecretsManagerClientConfig["credentials"], undefined>;

/**
 * Credentials as the stack's AWS provider takes them; undefined where those of the environment are used.
 * @param requestHandler settings of the HTTP client with which roles are taken
 * @throws UserError `aws-unavailable`: they depend on values that only the engine can decrypt
 */
export async function credentialsOf(
  place: AwsPlace,
  requestHandler: object,
): Promise<Credentials | undefined> {
  if (place.unreadable) throw notReadable(place.unreadable);
  const providers = await import("@aws-sdk/credential-providers");
  const { region, profile, keys, assumeRoles = [], assumeRoleWithWebIdentity: web } = place;
  const files = filesOf(place);
  const clientConfig = { region, requestHandler, maxAttempts: 3 };
  const plugin = limitsPlugin("AWS STS");
  let credentials: Credentials | undefined;
  if (keys) {
    const { accessKey: accessKeyId, secretKey: secretAccessKey, token: sessionToken } = keys;
    credentials = async () => ({ accessKeyId, secretAccessKey, sessionToken });
  } else if (web) {
    const settings = { ...webParams(web), clientConfig, clientPlugins: [plugin] };
    credentials = web.webIdentityTokenFile
      ? providers.fromTokenFile({ ...settings, webIdentityTokenFile: web.webIdentityTokenFile })
      : providers.fromWebToken({ ...settings, webIdentityToken: web.webIdentityToken ?? "" });
  } else if (profile) {
    // The chain would warn of credentials in the environment, which the stack's provider does not use either.
    credentials = providers.fromIni({ profile, ...files, clientConfig });
  } else if (files) {
    credentials = providers.fromNodeProviderChain({ ...files, clientConfig });
  }
  for (const role of assumeRoles) {
    credentials = providers.fromTemporaryCredentials({
      ...(credentials && { masterCredentials: credentials }),
      params: roleParams(role),
      clientConfig,
      clientPlugins: [plugin],
    }) as Credentials;
  }
  return credentials;
}

/** The SDK reads one file of each kind: the last one, whose values win in the provider, too. */
function filesOf({ sharedConfigFiles, sharedCredentialsFiles }: AwsPlace) {
  const configFilepath = sharedConfigFiles?.at(-1);
  const filepath = sharedCredentialsFiles?.at(-1);
  if (!configFilepath && !filepath) return undefined;
  return { ...(configFilepath && { configFilepath }), ...(filepath && { filepath }) };
}

function roleParams(role: AssumedRole) {
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? "plenigo-stripe",
    ...(role.externalId && { ExternalId: role.externalId }),
    ...(role.policy && { Policy: role.policy }),
    ...(role.policyArns && { PolicyArns: role.policyArns.map((arn) => ({ arn })) }),
    ...(role.sourceIdentity && { SourceIdentity: role.sourceIdentity }),
    ...(role.tags && { Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(role.transitiveTagKeys && { TransitiveTagKeys: [...role.transitiveTagKeys] }),
  };
}

function webParams({ roleArn, sessionName, policy, policyArns }: WebIdentityRole) {
  return {
    roleArn,
    roleSessionName: sessionName ?? "plenigo-stripe",
    ...(policy && { policy }),
    ...(policyArns && { policyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

function notReadable(keys: readonly string[]): UserError {
  const [verb, them] = keys.length === 1 ? ["is", "it"] : ["are", "them"];
  return new UserError({
    code: "aws-unavailable",
    what: `AWS was not asked: ${keys.join(", ")} ${verb} encrypted in the stack's file, and only the engine can decrypt ${them}.`,
    where: keys.join(", "),
    next: [
      explain(
        "put these credentials into a profile, name it in aws:profile, and take the encrypted keys out of the stack's file",
      ),
    ],
  });
}
