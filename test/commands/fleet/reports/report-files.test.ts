import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeReportFiles } from "../../../../src/commands/fleet/reports/report-files";
import { folderWith } from "../../../support/project-folder";

it("replaces a file that is there, and leaves nothing else behind", () => {
  const folder = folderWith({ "report.md": "old and longer" });
  writeReportFiles([{ file: join(folder, "report.md"), text: "new" }]);
  expect([readFileSync(join(folder, "report.md"), "utf8"), readdirSync(folder)]).toEqual([
    "new",
    ["report.md"],
  ]);
});

it("writes through a link", () => {
  const folder = folderWith({ "real.md": "" });
  symlinkSync("real.md", join(folder, "link.md"));
  writeReportFiles([{ file: join(folder, "link.md"), text: "new" }]);
  expect(readFileSync(join(folder, "real.md"), "utf8")).toBe("new");
  expect(lstatSync(join(folder, "link.md")).isSymbolicLink()).toBe(true);
});

it("writes to a device as it is", () => {
  writeReportFiles([{ file: "/dev/null", text: "new" }]);
  expect(lstatSync("/dev/null").isFile()).toBe(false);
});

it("writes the others when one can't be written, and names each that can't", () => {
  const folder = folderWith({});
  const at = (name: string) => join(folder, name);
  mkdirSync(at("folder"));
  const files = ["folder", "good.html", "nowhere/b.md"].map((name) => ({ file: at(name), text: "x" }));
  expect(() => writeReportFiles(files)).toThrow(
    /^report-not-written: .*\/folder: EISDIR: illegal.*; .*b\.md: ENOENT: no such file or directory\n/,
  );
  expect([existsSync(at("good.html")), readdirSync(folder).sort()]).toEqual([true, ["folder", "good.html"]]);
});
