import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { listStacks } from "../../src/commands/fleet/list/list";
import { readFleet } from "../../src/commands/fleet/select";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";

/** What `fleet list` says of a file of stack `bad.live` beside a good one. */
function faultOf(folder: string): string | undefined {
  const [bad, good] = listStacks(readFleet(folder));
  expect(good).toMatchObject({ stack: "good.live", status: "ok" });
  expect(bad).toMatchObject({ stack: "bad.live", status: "error", findings: [{ code: "config-invalid" }] });
  return bad?.findings[0]?.message;
}

function folderOf(text?: string): string {
  const bad: Record<string, string> = text === undefined ? {} : { "Pulumi.bad.live.yaml": text };
  return folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.good.live.yaml": stackFileText(companyId(1)), ...bad });
}

const BOMB = Array.from({ length: 12 }, (_, index) => {
  const items =
    index === 0 ? "x,x,x,x,x,x,x,x,x" : Array.from({ length: 9 }, () => `*a${index - 1}`).join(",");
  return `a${index}: &a${index} [${items}]`;
}).join("\n");

describe("a stack file without bounds is one with a fault, and the others go on", () => {
  // The first one was "this is a bug of plenigo-stripe" in all fleet commands; deep ones ended Node itself.
  it.each([
    [
      "a value that holds itself",
      "config: &a {x: *a}",
      /can't be used: its values are nested .* hold themselves/,
    ],
    ["a list that holds itself", "config: {x: &a [*a]}", /hold themselves/],
    ["aliases that multiply", `${BOMB}\nconfig: {x: *a11}`, /its aliases \(\*name\) multiply beyond bounds/],
    [
      "an alias of nothing",
      "config: {x: *b}",
      /line 1, column 13: an alias \(\*name\) of a value that is not there/,
    ],
    ["200,000 open brackets", `config: ${"[".repeat(200_000)}`, /nested more than 32 levels deep/],
    ["lists in lists in one line", `config:\n  ${"- ".repeat(100_000)}x`, /nested more than 32 levels deep/],
    ["40 levels", `config: ${"{x: ".repeat(40)}1${"}".repeat(40)}`, /nested more than 32 levels deep/],
    [
      "20,000 keys",
      Array.from({ length: 20_000 }, (_, key) => `k${key}:`).join("\n"),
      /more than 5,000 values/,
    ],
    ["a megabyte of text", `config:\n  x: ${"y".repeat(2 ** 20)}`, /is larger than 256 KiB/],
  ])("%s", (_, text, message) => {
    expect(faultOf(folderOf(text))).toMatch(message);
  });
});

describe("what is not a regular file is a fault, and nothing waits for it", () => {
  const file = (folder: string) => join(folder, "Pulumi.bad.live.yaml");
  // A link to a device was read without end.
  it.each([
    [
      "a link to a device",
      (folder: string) => symlinkSync("/dev/zero", file(folder)),
      /is not a regular file/,
    ],
    ["a pipe", (folder: string) => execFileSync("mkfifo", [file(folder)]), /is not a regular file/],
    ["a link to a folder", (folder: string) => symlinkSync("/", file(folder)), /is not a regular file/],
    [
      "a link to nothing",
      (folder: string) => symlinkSync("nowhere", file(folder)),
      /can't be read \(ENOENT\)/,
    ],
    [
      "a link to itself",
      (folder: string) => symlinkSync(file(folder), file(folder)),
      /can't be read \(ELOOP\)/,
    ],
  ])("%s", (_, make, message) => {
    const folder = folderOf();
    make(folder);
    expect(faultOf(folder)).toMatch(message);
  });

  it("a link to a stack file elsewhere is read as one", () => {
    const folder = folderWith({
      "Pulumi.yaml": PROJECT,
      "shared/acme.yaml": stackFileText(companyId(1)),
    });
    symlinkSync(join(folder, "shared/acme.yaml"), join(folder, "Pulumi.acme.live.yaml"));
    expect(listStacks(readFleet(folder))).toMatchObject([{ stack: "acme.live", status: "ok" }]);
  });
});

describe("broken YAML", () => {
  // Was a message within a message, with the absolute path of the machine.
  it.each([
    [
      "an open bracket",
      "config:\n  x: [",
      "line 2, column 7: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a key twice", "config:\n  x: 1\n  x: 2", "line 3, column 3: Map keys must be unique"],
    ["a tab", "config:\n\tx: 1", "line 2, column 1: Tabs are not allowed as indentation"],
    [
      "two documents",
      "config:\n---\nx: 1",
      expect.stringMatching(/^line 2, column 1: Source contains multiple documents/),
    ],
  ])("of %s is told in one line, with line and column", (_, text, message) => {
    const folder = folderOf(text);
    const told = faultOf(folder) ?? "";
    const [, reason] = /^Pulumi\.bad\.live\.yaml can't be used: (.*)$/.exec(told) ?? [];
    expect(reason).toEqual(message);
    expect(told).not.toContain(folder);
  });

  it("of the project is told by its name, in one message", () => {
    const folder = folderWith({ "Pulumi.yaml": "name: x\nruntime: [" });
    expect(() => readFleet(folder)).toThrow(
      /^config-invalid: Pulumi\.yaml: line 2, column 11: Flow sequence.* with a \]\.\n {2}next {3}edit Pulumi\.yaml\n/,
    );
  });

  it("shows nothing of the line, which may hold a key", () => {
    const key = `sk_live_${"A".repeat(24)}`;
    expect(faultOf(folderOf(`config:\n  "${key}": "${key}\n`))).not.toContain(key);
  });
});
