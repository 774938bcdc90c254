import { elapsed, withElapsedTime } from "../../../sandbox/engine/engine-way";
import { isAtLeast } from "../../../src/engine/versions";

describe("isAtLeast", () => {
  it.each([
    ["the same", "v3.227.0", true],
    ["a newer patch", "v3.227.1", true],
    ["a newer minor version of one digit less", "v3.1000.0", true],
    ["a newer major version", "v4.0.0", true],
    ["an older minor version", "v3.226.99", false],
    ["an older major version", "v2.300.0", false],
    ["a pre-release", "v3.227.0-alpha.1", true],
    ["a build of its own", "v3.300.0-dev.0+dirty", true],
  ])("%s", (_case, version, expected) => {
    expect(isAtLeast(version, "v3.227.0")).toBe(expected);
  });
});

describe("progress", () => {
  it.each([
    ["seconds", 42_400, "42 s"],
    ["minutes", 185_000, "3 min 5 s"],
  ])("tells %s", (_case, ms, text) => {
    expect(elapsed(ms)).toBe(text);
  });

  it("tells now and then that work is still going on", async () => {
    const lines: string[] = [];
    let done = () => {};
    const work = new Promise<string>((resolve) => {
      done = () => resolve("built");
    });
    const log = (line: string) => {
      lines.push(line);
      if (lines.length === 2) done();
    };
    expect(await withElapsedTime("building", work, log, 1)).toBe("built");
    expect(lines).toEqual(["  still building, 0 s so far", "  still building, 0 s so far"]);
  });
});
