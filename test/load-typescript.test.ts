import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";

describe("the loader of a clone", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-loader-"));
    mkdirSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "src"));
    symlinkSync(join(CHECKOUT, "node_modules/@swc"), join(folder, "node_modules/@swc"));
    cpSync(join(CHECKOUT, "src/load-typescript.cjs"), join(folder, "src/load-typescript.cjs"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (word: string) =>
    writeFileSync(join(folder, "src/one.ts"), `const word: string = "${word}";\nconsole.log(word);\n`);
  const run = () =>
    execFileSync(process.execPath, ["-e", 'require("./src/load-typescript.cjs"); require("./src/one.ts")'], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const compiled = () => readdirSync(join(folder, "node_modules/.cache/plenigo-stripe")).length;

  it("compiles a file once, and again when its text is another", () => {
    write("first");
    expect([run(), run(), compiled()]).toEqual(["first", "first", 1]);
    write("second");
    expect([run(), compiled()]).toEqual(["second", 2]);
  });

  it("runs where nothing can be kept", () => {
    write("first");
    writeFileSync(join(folder, "node_modules/.cache"), "in the way");
    expect(run()).toBe("first");
  });
});
