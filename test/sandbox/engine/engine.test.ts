import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { oldestGo } from "../../../sandbox/engine/build-engine";
import type { Download } from "../../../sandbox/engine/download-engine";
import { ensureEngine } from "../../../sandbox/engine/engine";
import { ENGINE_VERSION } from "../../../sandbox/engine/engine-way";
import { fakeGo, fakePulumi, namesIn, testFolder, writeCommand } from "./fake-commands";

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = testFolder();
  lines = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (...parts: string[]) => join(folder, ...parts);
const cached = () => at("cache", ENGINE_VERSION, "bin", "pulumi");
const offline: Download = () =>
  Promise.reject(new Error("https://get.pulumi.com/ can't be reached: no network"));
const online: Download = async (version, target) => {
  fakePulumi(join(target, "bin", "pulumi"), version);
};

/** PATH holds the test's own folders and what a shell script needs. */
function ensure(download: Download = offline, folders: readonly string[] = ["bin"]) {
  const PATH = [...folders.map((name) => at(name)), "/bin", "/usr/bin"].join(":");
  const env = { PATH: PATH, HOME: folder };
  return ensureEngine({ log: (line) => lines.push(line), env, cacheDir: at("cache"), download });
}

describe("ensureEngine", () => {
  it("takes the engine on PATH first", async () => {
    const pulumi = fakePulumi(at("bin", "pulumi"), "v3.227.0");
    fakePulumi(cached(), ENGINE_VERSION);
    expect(await ensure()).toEqual({ pulumi, source: "path", version: "v3.227.0" });
    expect(lines).toEqual([]);
  });

  it("passes over the sandbox's own wrapper", async () => {
    fakePulumi(at("sandbox", "pulumi"), "v3.300.0");
    writeFileSync(at("sandbox", ".plenigo-stripe-sandbox"), "");
    const pulumi = fakePulumi(at("bin", "pulumi"), "v3.280.1");
    expect(await ensure(offline, ["sandbox", "bin"])).toMatchObject({ pulumi, version: "v3.280.1" });
  });

  it.each([
    ["is too old", "echo v3.226.9", "is v3.226.9; older ones than v3.227.0 don't exit with 7 on drift"],
    ["fails", "echo broken >&2; exit 1", "does not work"],
    ["is something else", "echo hello", "does not answer `pulumi version` with a version"],
  ])("looks on, and says why, when the one on PATH %s", async (_case, script, reason) => {
    writeCommand(at("bin", "pulumi"), script);
    const pulumi = fakePulumi(cached(), ENGINE_VERSION);
    expect(await ensure()).toEqual({ pulumi, source: "build", version: ENGINE_VERSION });
    expect(lines).toEqual([expect.stringContaining(reason)]);
  });

  it("downloads it into the cache, and has it there the next time", async () => {
    const engine = { pulumi: cached(), source: "download", version: ENGINE_VERSION };
    expect(await ensure(online)).toEqual(engine);
    expect(await ensure(offline)).toEqual(engine);
    expect(namesIn(at("cache"))).toEqual([ENGINE_VERSION]);
  });

  it("builds it with Go when it can't be downloaded, saying how long that takes", async () => {
    fakeGo(at("bin", "go"), ENGINE_VERSION);
    expect(await ensure()).toEqual({ pulumi: cached(), source: "build", version: ENGINE_VERSION });
    expect(lines).toEqual([
      `Trying to download the Pulumi engine ${ENGINE_VERSION} (about 150 MB) …`,
      "  download: https://get.pulumi.com/ can't be reached: no network",
      expect.stringMatching(/^Building .* once, about 4 minutes on two cores, 120 MB …$/),
    ]);
  });

  it("builds from the module that pins the source", async () => {
    fakeGo(at("bin", "go"), ENGINE_VERSION);
    await ensure();
    const log = readFileSync(at("bin", "go.log"), "utf8");
    expect(log).toMatch(/sandbox\/engine\/go build -mod=readonly -tags=osusergo,grpcnotrace /);
    expect(log).toContain(`version.Version=${ENGINE_VERSION}`);
    const module = readFileSync(join(__dirname, "../../../sandbox/engine/go/go.mod"), "utf8");
    expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 ${ENGINE_VERSION}`);
  });

  it("gives two runs at once one engine", async () => {
    fakeGo(at("bin", "go"), ENGINE_VERSION);
    const engines = await Promise.all([ensure(), ensure(), ensure()]);
    expect(new Set(engines.map(({ pulumi }) => pulumi))).toEqual(new Set([cached()]));
    expect(namesIn(at("cache"))).toEqual([ENGINE_VERSION]);
  });

  it("leaves an engine alone that another run has put there meanwhile", async () => {
    const slow: Download = async (version, target) => {
      await online(version, target);
      fakePulumi(cached(), "v3.274.1+theirs");
    };
    await ensure(slow);
    expect(readFileSync(cached(), "utf8")).toContain("theirs");
    expect(namesIn(at("cache"))).toEqual([ENGINE_VERSION]);
  });

  it("makes anew what is broken in the cache", async () => {
    writeCommand(cached(), "exit 1");
    expect(await ensure(online)).toMatchObject({ pulumi: cached(), version: ENGINE_VERSION });
  });

  it("lists each way with its reason, and what to install, when there is none", async () => {
    writeCommand(at("bin", "go"), "echo 'go: downloading x' >&2; echo 'no room left' >&2; exit 3");
    const error = await ensure().catch((thrown: Error) => thrown);
    expect((error as Error).message).toBe(
      [
        "engine-missing: there is no Pulumi engine v3.227.0 or newer, and none can be had here.",
        "  PATH      no pulumi there",
        `  cache     nothing yet in ${at("cache", ENGINE_VERSION)}`,
        "  download  https://get.pulumi.com/ can't be reached: no network",
        "  build     go build ended with 3: no room left",
        "  next  install Pulumi: https://www.pulumi.com/docs/install/",
        `  or    install Go ${oldestGo()} or newer (https://go.dev/dl/), and run this again`,
      ].join("\n"),
    );
    expect(namesIn(at("cache"))).toEqual([]);
  });
});
