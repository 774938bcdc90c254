import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version as pluginVersion } from "@pulumi/aws/package.json";
import { version as engineVersion } from "@pulumi/pulumi/package.json";
import { type FakeEngineRelease, fakeEngineRelease } from "../support/fake-engine-release";
import { folderWith } from "../support/project-folder";
import { runStep } from "../support/step-runner";
import { step, workflow } from "../support/workflows";

const ENGINE_STEP = "Pulumi's engine and the AWS plugin, while this job has no credentials";
const isLinux = process.platform === "linux";
const describeOnLinux = isLinux ? describe : describe.skip;

/** Runs `npm ci` and the step that installs the engine, in a tenant's folder and a home of its own. */
async function install(release: FakeEngineRelease, env: Readonly<Record<string, string>> = {}) {
  const home = folderWith({ paths: "" });
  const script = step(workflow("pull-request.yml"), "preview", ENGINE_STEP).run ?? "";
  const result = await runStep(folderWith({ "package.json": "{}" }), `npm ci\n${script}`, {
    HOME: home,
    GITHUB_PATH: join(home, "paths"),
    FAKE_DOWNLOADS: release.folder,
    PULUMI_SHA256: "",
    AWS_PLUGIN_SHA256: "",
    ...env,
  });
  return { ...result, bin: join(home, ".pulumi/bin"), paths: readFileSync(join(home, "paths"), "utf8") };
}

const plugin = `plugin install resource aws ${pluginVersion} --exact`;
const pulumiCalls = ({ calls }: Awaited<ReturnType<typeof install>>) =>
  calls.filter(({ program }) => program === "pulumi").map(({ words }) => words.join(" "));

describeOnLinux(
  `the engine of a pipeline${isLinux ? "" : " (skipped: it is installed on Linux only)"}`,
  () => {
    it("is the version of the SDK, compared with the checksum that Pulumi published, with the SDK's plugin", async () => {
      const result = await install(fakeEngineRelease());
      expect(result.code).toBe(0);
      expect(result.paths).toBe(`${result.bin}\n`);
      expect(pulumiCalls(result)).toEqual([plugin]);
      const urls = result.calls.flatMap(({ words }) => words.filter((word) => word.startsWith("https:")));
      const release = `https://github.com/pulumi/pulumi/releases/download/v${engineVersion}`;
      expect(urls.map((url) => url.startsWith(`${release}/`))).toEqual([true, true]);
    });

    it("is compared with checksums of one's own, and the published ones are not asked for", async () => {
      const release = fakeEngineRelease();
      const own = { PULUMI_SHA256: release.checksum, AWS_PLUGIN_SHA256: "a".repeat(64) };
      rmSync(join(release.folder, release.checksumsFile));
      const result = await install(release, own);
      expect([result.code, pulumiCalls(result)]).toEqual([0, [`${plugin} --checksum ${"a".repeat(64)}`]]);
    });

    // The engine came from an installer that was fetched and run as it came.
    it.each<[string, (release: FakeEngineRelease) => void, Record<string, string>]>([
      [
        "is not what Pulumi published",
        ({ folder, archive }) => writeFileSync(join(folder, archive), "evil"),
        {},
      ],
      ["is not what was pinned", () => {}, { PULUMI_SHA256: "a".repeat(64) }],
      [
        "is not among the checksums",
        ({ folder, checksumsFile }) =>
          writeFileSync(join(folder, checksumsFile), `${"a".repeat(64)}  other\n`),
        {},
      ],
      ["has no checksums", ({ folder, checksumsFile }) => rmSync(join(folder, checksumsFile)), {}],
      ["can't be had", ({ folder, archive }) => rmSync(join(folder, archive)), {}],
    ])("is not installed where it %s", async (_, change, env) => {
      const release = fakeEngineRelease();
      change(release);
      const result = await install(release, env);
      expect(result.code).not.toBe(0);
      expect([pulumiCalls(result), result.paths, existsSync(result.bin)]).toEqual([[], "", false]);
    });

    it.each([
      "AWS_ACCESS_KEY_ID",
      "AWS_SESSION_TOKEN",
      "AWS_ID_TOKEN",
      "STRIPE_API_KEY",
      "PULUMI_CONFIG_PASSPHRASE",
      "PULUMI_ACCESS_TOKEN",
    ])("is not fetched in a job that has %s", async (name) => {
      const result = await install(fakeEngineRelease(), { [name]: "x" });
      expect(result.code).toBe(1);
      expect(result.stderr).toBe(`${name} is set. Install the engine before this job has credentials.\n`);
      expect(result.calls.map(({ program }) => program)).toEqual(["npm"]);
    });
  },
);
