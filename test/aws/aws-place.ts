import type { SecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";

/** Aims this process's AWS SDK at an emulator, as the access key's user, until jest restores the environment. */
export function aimAt(
  emulator: Pick<SecretsManagerEmulator, "url">,
  accessKeyId = "deployer",
  env = {},
): void {
  jest.replaceProperty(process, "env", {
    ...process.env,
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_PROFILE: undefined,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    ...env,
  });
}
