import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runCommand } from "../../src/engine/run-command";
import { FOLDER, passphrase } from "../sandbox-folder";
import { fleetTenant, type ProvisionedTenant } from "./fleet-tenant";
import { type StackCipher, stackCipher } from "./stack-cipher";
import { documentOf, type TenantState } from "./tenant-state";

/** One tenant that the real engine has provisioned; the fleet's others are made from it. */
export interface FleetTemplate {
  readonly tenant: ProvisionedTenant;
  readonly state: TenantState;
  readonly cipher: StackCipher;
  readonly encryptionSalt: string;
  /** Text of Pulumi's state, every secret in plain text. In memory only. */
  readonly checkpoint: string;
}

/** Where Pulumi's file backend keeps a stack's state. */
export function checkpointFile(stack: string): string {
  return join(FOLDER.backend, ".pulumi/stacks/plenigo-stripe", `${stack}.json`);
}

/** Reads the template from what `pulumi up` has left in state, stack file and emulators. */
export async function readTemplate(pulumi: string, env: NodeJS.ProcessEnv): Promise<FleetTemplate> {
  const first = fleetTenant(1);
  const { encryptionsalt } = parse(readFileSync(join(FOLDER.project, `Pulumi.${first.stack}.yaml`), "utf8"));
  const state = readTenantState(first.accountId, first.companyId);
  const [endpoint] = state.account.modes.test.endpoints;
  const tenant = {
    ...first,
    endpointId: endpoint?.id ?? "",
    signingSecret: documentOf(state).webhookSigningSecret ?? "",
    arnSuffix: state.secret?.arn.slice(-6) ?? "",
    versionId: state.secret?.versions.at(-1)?.versionId ?? "",
  };
  const args = ["stack", "export", "--show-secrets", "--stack", first.stack, "--non-interactive"];
  const { code, stdout, stderr } = await runCommand(pulumi, args, { cwd: FOLDER.project, env });
  if (code !== 0) throw new Error(`the first tenant's state can't be read: ${stderr}`);
  const file = JSON.parse(readFileSync(checkpointFile(first.stack), "utf8"));
  file.checkpoint.latest = JSON.parse(stdout).deployment;
  return {
    tenant,
    state,
    cipher: stackCipher(passphrase(), encryptionsalt),
    encryptionSalt: encryptionsalt,
    checkpoint: JSON.stringify(file),
  };
}

function readTenantState(accountId: string, companyId: string): TenantState {
  const { accounts } = JSON.parse(readFileSync(FOLDER.stripeState, "utf8"));
  const { secrets } = JSON.parse(readFileSync(FOLDER.secretsManagerState, "utf8"));
  const account = accounts.find(({ id }: { id: string }) => id === accountId);
  const secret = secrets.find(({ name }: { name: string }) => name.includes(companyId));
  return { account, secret };
}

/** Key under which Pulumi's state marks a secret, and its value. Pulumi: sdk/go/common/resource/properties.go */
const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The state's text with every secret encrypted. */
export function sealed(checkpoint: string, cipher: StackCipher): string {
  return JSON.stringify(JSON.parse(checkpoint, (_, value) => seal(value, cipher)));
}

function seal(value: unknown, cipher: StackCipher): unknown {
  if (typeof value !== "object" || value === null || !(SECRET_SIGNATURE in value)) return value;
  const { plaintext, ...rest } = value as { plaintext?: string };
  return plaintext === undefined ? value : { ...rest, ciphertext: cipher.encrypt(plaintext) };
}
