import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeReportFiles } from "../../../../src/commands/fleet/reports/report-options";
import { folderWith } from "../../../support/project-folder";

it("replaces a file that is there, and leaves nothing else behind", () => {
  const folder = folderWith({ "report.md": "old and longer" });
  writeReportFiles([{ file: "report.md", text: "new" }], folder);
  expect([readFileSync(join(folder, "report.md"), "utf8"), readdirSync(folder)]).toEqual([
    "new",
    ["report.md"],
  ]);
});

// Reports name tenants and accounts, and were readable for everybody on the machine.
it("writes for the user alone to read, also where an older report was for all", () => {
  const folder = folderWith({ "old.md": "old" });
  chmodSync(join(folder, "old.md"), 0o644);
  const files = ["old.md", "new.md"].map((name) => join(folder, name));
  writeReportFiles(
    files.map((file) => ({ file, text: "new" })),
    "/",
  );
  expect(files.map((file) => lstatSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
});

it("writes through a link", () => {
  const folder = folderWith({ "real.md": "" });
  symlinkSync("real.md", join(folder, "link.md"));
  writeReportFiles([{ file: "link.md", text: "new" }], folder);
  expect(readFileSync(join(folder, "real.md"), "utf8")).toBe("new");
  expect(lstatSync(join(folder, "link.md")).isSymbolicLink()).toBe(true);
});

it("writes to a device as it is", () => {
  writeReportFiles([{ file: "/dev/null", text: "new" }], "/");
  expect(lstatSync("/dev/null").isFile()).toBe(false);
});

it("writes the others when one can't be written, and names each that can't", () => {
  const folder = folderWith({});
  const at = (name: string) => join(folder, name);
  mkdirSync(at("folder"));
  const files = ["folder", "good.html", "nowhere/b.md"].map((name) => ({ file: at(name), text: "x" }));
  expect(() => writeReportFiles(files, "/")).toThrow(
    /^report-not-written: .*\/folder: EISDIR: illegal.*; .*b\.md: ENOENT: no such file or directory\n/,
  );
  expect([existsSync(at("good.html")), readdirSync(folder).sort()]).toEqual([true, ["folder", "good.html"]]);
});
