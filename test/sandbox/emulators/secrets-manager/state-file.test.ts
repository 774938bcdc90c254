import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSecretsManagerEmulator } from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startEmulatedAws, token } from "./emulated-aws";

describe("state file of the Secrets Manager emulator", () => {
  let folder: string;
  let stateFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secrets-manager-"));
    stateFile = join(folder, "state.json");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("brings secrets, versions and policies through a restart", async () => {
    const first = await startEmulatedAws({ stateFile });
    await first.aws.createSecret({ Name: "s", SecretString: "v1", Tags: [{ Key: "k", Value: "v" }] });
    await first.aws.putSecretValue({ SecretId: "s", SecretString: "v2", ClientRequestToken: token(2) });
    await first.aws.deleteSecret({ SecretId: "s" });
    const before = first.emulator.secrets();
    await first.emulator.close();
    const second = await startEmulatedAws({ stateFile });
    expect(second.emulator.secrets()).toEqual(before);
    await second.aws.restoreSecret({ SecretId: "s" });
    expect((await second.aws.getSecretValue({ SecretId: "s" })).SecretString).toBe("v2");
  });

  it("is complete after each write and readable by its owner only", async () => {
    const { aws } = await startEmulatedAws({ stateFile });
    expect(readdirSync(folder)).toEqual([]);
    await aws.createSecret({ Name: "s" });
    expect(readdirSync(folder)).toEqual(["state.json"]);
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  });

  it("stays as it is when a call only reads", async () => {
    const { aws } = await startEmulatedAws({ stateFile });
    await aws.createSecret({ Name: "s" });
    rmSync(stateFile);
    await aws.describeSecret({ SecretId: "s" });
    await aws.listSecretVersionIds({ SecretId: "s" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("forgets after a restart what expired in between", async () => {
    const first = await startEmulatedAws({ stateFile, now: () => 0 });
    await first.aws.createSecret({ Name: "s" });
    await first.aws.deleteSecret({ SecretId: "s", RecoveryWindowInDays: 7 });
    await first.emulator.close();
    const second = await startEmulatedAws({ stateFile, now: () => 8 * 24 * 60 * 60 * 1000 });
    expect(second.emulator.secrets()).toEqual([]);
  });

  it("is refused at the start when it is something else", async () => {
    writeFileSync(stateFile, "{}");
    await expect(startSecretsManagerEmulator({ stateFile })).rejects.toThrow(
      `Not a state of this version of the Secrets Manager emulator: ${stateFile}`,
    );
  });

  it("hands out copies that change nothing", async () => {
    const { aws, emulator } = await startEmulatedAws();
    await aws.createSecret({ Name: "s", SecretString: "v" });
    const copy = emulator.secret("s");
    copy?.versions.splice(0);
    expect(emulator.currentValue("s")).toBe("v");
  });
});
