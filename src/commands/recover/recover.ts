import { type DescribedSecret, describeSecret } from "../../aws/describe-secret";
import { secretsManager } from "../../aws/secrets-manager";
import { readProject } from "../../config/project";
import type { PulumiStack, StackState, StateResource } from "../../engine/pulumi-stack";
import { connectionSecretName, type Environment, environmentOfStackName } from "../../environments";
import { messageOf, UserError } from "../../errors";

/** Something that a killed run left behind, or somebody else made. */
export interface Leftover {
  readonly code: "pending-operation" | "unknown-secret" | "foreign-secret";
  readonly message: string;
  /** The secret to bring into the state. */
  readonly secret?: FoundSecret;
}

interface FoundSecret {
  readonly arn: string;
  /** Name of the Pulumi resource. */
  readonly resourceName: string;
  /** URN of the component; missing where the state does not know it. */
  readonly parent?: string;
}

const SECRET = "aws:secretsmanager/secret:Secret";
const COMPONENT = "plenigo-stripe:index:PlenigoStripeConnection";

/** Compares the state with AWS; changes nothing. @throws UserError */
export async function findLeftovers(engine: PulumiStack): Promise<Leftover[]> {
  const state = await engine.state();
  const pending = state.pending.map(
    ({ type, resource }): Leftover => ({
      code: "pending-operation",
      message: `an operation was interrupted: ${type} ${resource.urn.split("::").pop()}`,
    }),
  );
  const secret = await findUnknownSecret(engine, state);
  return secret ? [...pending, secret] : pending;
}

/** Clears what is pending, then brings the secret into the state. @throws UserError `stack-locked`, `engine-failed` */
export async function recoverLeftovers(
  engine: PulumiStack,
  leftovers: readonly Leftover[],
  log: (line: string) => void,
): Promise<void> {
  log("Clearing interrupted operations …");
  await engine.run("refresh", "--clear-pending-creates", "--yes", "--skip-preview");
  const secret = leftovers.find((leftover) => leftover.secret)?.secret;
  if (!secret) return;
  const parent = secret.parent ?? (await makeComponent(engine, secret.resourceName, log));
  log(`Bringing ${secret.arn} into the state …`);
  const target = [SECRET, secret.resourceName, secret.arn, "--parent", `parent=${parent}`];
  await engine.run(
    "import",
    ...target,
    "--generate-code=false",
    "--protect=false",
    "--yes",
    "--skip-preview",
  );
}

async function findUnknownSecret(engine: PulumiStack, state: StackState): Promise<Leftover | undefined> {
  if (state.resources.some(({ type }) => type === SECRET)) return undefined;
  const config = await engine.plainConfig();
  const interrupted = state.pending.map(({ resource }) => resource).find(({ type }) => type === SECRET);
  const name = (interrupted?.inputs?.name as string | undefined) ?? nameFrom(config, engine.stack);
  const region = config["aws:region"];
  if (!name || !region) return undefined;
  const found = await describe(name, region);
  if (!found) return undefined;
  const isOurs = found.tags["managed-by"] === "plenigo-stripe" && found.tags["pulumi:stack"] === engine.stack;
  const component = state.resources.find(({ type }) => type === COMPONENT);
  const secret = { arn: found.arn, ...placeOf(interrupted, component) };
  return isOurs
    ? {
        code: "unknown-secret",
        message: `AWS has the connection secret ${name}, and the state does not know it`,
        secret,
      }
    : { code: "foreign-secret", message: `AWS has a secret ${name} that this stack did not make`, secret };
}

function placeOf(interrupted: StateResource | undefined, component: StateResource | undefined) {
  const componentName = component?.urn.split("::").pop() ?? "plenigo";
  return {
    resourceName: interrupted?.urn.split("::").pop() ?? `${componentName}-secret`,
    parent: interrupted?.parent ?? component?.urn,
  };
}

function nameFrom(config: Readonly<Record<string, string>>, stack: string): string | undefined {
  const environment =
    environmentOfStackName(stack) ?? (config["plenigo-stripe:environment"] as Environment | undefined);
  const companyId = config["plenigo-stripe:companyId"];
  return environment && companyId ? connectionSecretName(environment, companyId) : undefined;
}

async function describe(name: string, region: string): Promise<DescribedSecret | undefined> {
  const client = await secretsManager({ region });
  try {
    const found = await describeSecret(client, name);
    // One that is scheduled for deletion is dealt with by the next update.
    return found?.isScheduled ? undefined : found;
  } catch (error) {
    throw new UserError({
      code: "aws-unavailable",
      what: `could not look for the connection secret in AWS: ${(error as Error).name}: ${messageOf(error)}`,
      where: name,
      next: ["check the AWS credentials: aws sts get-caller-identity"],
    });
  } finally {
    client.destroy();
  }
}

/** An import needs its parent in the state; where the state was lost, the component is made first, and nothing else. */
async function makeComponent(
  engine: PulumiStack,
  resourceName: string,
  log: (line: string) => void,
): Promise<string> {
  const name = resourceName.replace(/-secret$/, "");
  const urn = `urn:pulumi:${engine.stack}::${readProject(process.cwd()).name}::${COMPONENT}::${name}`;
  log("Making the component, which the state has lost …");
  await engine.run("up", "--target", urn, "--yes", "--skip-preview");
  return urn;
}
