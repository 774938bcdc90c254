const {
  parseRuntimeOptions,
  splitArguments,
} = require("../../../../sandbox/stand-ins/language-host/runtime-options.js");

describe("runtime options", () => {
  it("default to TypeScript and the package manager whose lock file is there", () => {
    expect(parseRuntimeOptions({})).toEqual({
      typescript: true,
      tsconfig: "",
      nodeArguments: [],
      packageManager: "auto",
      production: false,
    });
  });

  it.each([
    ["typescript", { typescript: "yes" }, "typescript option must be a boolean"],
    ["production", { production: 1 }, "production option must be a boolean"],
    ["tsconfig", { tsconfig: true }, "tsconfigpath option must be a string"],
    ["nodeargs", { nodeargs: [] }, "nodeargs option must be a string"],
    [
      "packagemanager",
      { packagemanager: "deno" },
      'packagemanager option must be one of auto, npm, yarn, pnpm or bun, got "deno"',
    ],
  ])("are refused with Pulumi's words: %s", (_option, options, message) => {
    expect(() => parseRuntimeOptions(options)).toThrow(message);
  });

  it.each([
    ["nothing", "", []],
    ["two arguments", "--import  tsx", ["--import", "tsx"]],
    ["quotes", `--title "two words" 'and "more"'`, ["--title", "two words", 'and "more"']],
    ["quotes inside a word", `--flag="a b"c`, ["--flag=a bc"]],
    ["backslashes", String.raw`a\ b "c\"d"`, ["a b", 'c"d']],
  ])("split arguments of node: %s", (_case, line, words) => {
    expect(splitArguments(line)).toEqual(words);
  });
});
