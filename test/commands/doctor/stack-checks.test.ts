import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../src/errors";
import { companyId, folderWith, PROJECT, stackFileText } from "../../support/project-folder";
import { FILES, finding, healthyEngine } from "./examination";

const stack = "acme.stage";

describe("configuration", () => {
  it.each([
    ["complete", stackFileText(companyId(1)), /^ok/, ""],
    [
      "with mistakes",
      stackFileText("short"),
      /^failure: companyId must be/,
      "pulumi config set plenigo-stripe:companyId",
    ],
    [
      "still a template",
      stackFileText("<id>"),
      /^failure: Pulumi\.acme\.stage\.yaml is still a template/,
      "plenigo-stripe init acme.stage",
    ],
  ])("is %s", async (_, text, message, next) => {
    const files = { "Pulumi.yaml": PROJECT, "Pulumi.acme.stage.yaml": text };
    const found = await finding("configuration", { files, stack });
    expect(found).toMatchObject({
      text: expect.stringMatching(message),
      next: expect.stringContaining(next),
    });
  });

  it("can't be judged without a file", async () => {
    expect((await finding("configuration", { stack: "beta.live" })).text).toBe(
      "skipped: there is no file of stack beta.live",
    );
  });
});

describe("decryption", () => {
  it.each([
    ["a passphrase", stackFileText(companyId(1)), "passphrase"],
    [
      "a KMS key",
      `secretsprovider: awskms:///alias/pulumi?region=x\n${stackFileText(companyId(1))}`,
      "awskms:///alias/pulumi",
    ],
  ])("works with %s", async (_, text, provider) => {
    const files = { "Pulumi.yaml": PROJECT, "Pulumi.acme.stage.yaml": text };
    expect((await finding("decryption", { files, stack })).text).toBe(
      `ok: 0 values, encrypted by ${provider}`,
    );
  });

  it("that fails keeps the checks of keys from looking", async () => {
    const decryptedConfig = () =>
      Promise.reject(new UserError({ code: "decryption-failed", what: "incorrect passphrase" }));
    const engine = healthyEngine({ decryptedConfig });
    expect((await finding("decryption", { stack, engine })).text).toBe(
      "failure: decryption-failed: incorrect passphrase",
    );
    expect((await finding("stripe-keys", { stack, engine })).text).toBe("skipped: decryption failed");
  });
});

describe("lock", () => {
  const lockFile = ".pulumi/locks/organization/plenigo-stripe/acme.stage/1.json";
  /** Process id of a command that has ended. */
  const ended = () => spawnSync(process.execPath, ["--version"]).pid;
  const withLock = (content: object) => {
    const lock = { username: "me", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z", ...content };
    const folder = folderWith({ ...FILES, [lockFile]: JSON.stringify(lock) });
    return finding("lock", {
      folder,
      stack,
      engine: healthyEngine({ backend: async () => ({ url: `file://${folder}` }) }),
    });
  };

  // `recover` fails while the lock stands, and was offered beside the line that takes it away.
  it("of a killed run is a failure, with the lines that end it in their order", async () => {
    const found = await withLock({ pid: ended() });
    expect(found.text).toMatch(
      /^failure: a run on this machine that is gone has left its lock: me@.*, process \d+, since 2026/,
    );
    expect(found.next).toBe(
      "pulumi cancel --yes --stack acme.stage && npx plenigo-stripe recover --stack acme.stage   (takes the lock away, and shows what that run has left)",
    );
  });

  it.each([
    ["a run of now", { pid: process.pid }, /^warning: a run on this machine holds the lock/],
    [
      "a run on another machine",
      { pid: 1, hostname: "elsewhere.example" },
      /^warning: a run on another machine holds the lock, or has left it/,
    ],
  ])("of %s is a warning", async (_, content, text) => expect((await withLock(content)).text).toMatch(text));

  it("is none where there is no file", async () => {
    const folder = folderWith(FILES);
    const backend = async () => ({ url: `file://${join(folder, "")}` });
    expect((await finding("lock", { folder, stack, engine: healthyEngine({ backend }) })).text).toBe(
      "ok: none",
    );
  });

  it.each([
    ["gs://states", /^skipped: locks in gs:\/\/ are not looked at/],
    ["azblob://states", /^skipped: locks in azblob:\/\/ are not looked at/],
    ["https://api.pulumi.com", /^skipped: locks in Pulumi Cloud are not looked at/],
  ])("is not looked for in %s, which is said", async (url, text) => {
    const engine = healthyEngine({ backend: async () => ({ url }) });
    expect((await finding("lock", { stack, engine })).text).toMatch(text);
  });
});
