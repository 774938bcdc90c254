import { homedir } from "node:os";
import { join } from "node:path";
import { engineCacheDir } from "../../../sandbox/engine/engine-cache";

describe("engineCacheDir", () => {
  it.each([
    ["Linux", { HOME: "/home/ada" }, "linux", "/home/ada/.cache/plenigo-stripe/engine"],
    ["macOS", { HOME: "/Users/ada" }, "darwin", "/Users/ada/Library/Caches/plenigo-stripe/engine"],
    ["XDG_CACHE_HOME", { HOME: "/h", XDG_CACHE_HOME: "/big" }, "linux", "/big/plenigo-stripe/engine"],
  ] as const)("is the user's cache: %s", (_case, env, platform, expected) => {
    expect(engineCacheDir(env, platform)).toBe(expected);
  });

  it("is found without HOME", () => {
    expect(engineCacheDir({}, "linux")).toBe(join(homedir(), ".cache/plenigo-stripe/engine"));
  });
});
