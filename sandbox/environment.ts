import { delimiter } from "node:path";
import { FOLDER, passphrase } from "./sandbox-folder";

/** Variables to set; undefined takes a variable away. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Tools and state: what `sandbox -- env` prints. */
export function toolVariables(env: NodeJS.ProcessEnv): Variables {
  return {
    PATH: [FOLDER.bin, ...pathWithoutUs(env)].join(delimiter),
    PULUMI_BACKEND_URL: `file://${FOLDER.backend}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase(),
    PULUMI_HOME: FOLDER.pulumiHome,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...loopbackWithoutProxy(env),
  };
}

function pathWithoutUs(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "").split(delimiter).filter((folder) => folder !== FOLDER.bin);
}

/** gRPC honours proxy variables on loopback too, which kills a program before it starts (pulumi/pulumi#2651). */
function loopbackWithoutProxy(env: NodeJS.ProcessEnv): Variables {
  const given = env.NO_PROXY ?? env.no_proxy ?? "";
  const hosts = new Set([...given.split(",").map((host) => host.trim()), "127.0.0.1", "localhost"]);
  const list = [...hosts].filter(Boolean).join(",");
  return { NO_PROXY: list, no_proxy: list };
}

/** Where the emulators of a session listen. */
export interface ServiceAddresses {
  readonly stripe: string;
  readonly secretsManager: string;
  /** The receiver that plays plenigo; tests may have none. */
  readonly plenigo?: string;
}

/** Addresses of the emulators, with credentials that open nothing else; the user's own are taken away. */
export function serviceVariables({ stripe, secretsManager, plenigo }: ServiceAddresses): Variables {
  return {
    PLENIGO_SANDBOX_URL: plenigo,
    STRIPE_API_BASE: stripe,
    STRIPE_API_KEY: undefined,
    AWS_ENDPOINT_URL: secretsManager,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined,
    AWS_ENDPOINT_URL_STS: undefined,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_STACK: "stage",
  };
}

/** An environment with the variables set or taken away. */
export function withVariables(env: NodeJS.ProcessEnv, ...sets: readonly Variables[]): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = Object.assign({}, env, ...sets);
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/** Lines for a POSIX shell's `eval`. */
export function exportLines(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join("\n");
}

/** A text as one word of a POSIX shell. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
