import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fakeKey } from "../../../../sandbox/emulators/stripe/fake-keys";
import { ownLogFolder, StackLog } from "../../../../src/commands/fleet/run/stack-log";
import { folderWith } from "../../../support/project-folder";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

// Logs name tenants and accounts, and were readable for everybody on the machine.
it("is for the user alone to read, as is the folder that it makes", () => {
  const folder = join(folderWith({}), "logs", "today");
  const { file } = StackLog.start(folder, "acme.live");
  expect([modeOf(folder), modeOf(file)]).toEqual(["700", "600"]);
});

it("takes an older log that everybody may read for the user alone", () => {
  const folder = folderWith({ "acme.live.log": "old" });
  chmodSync(join(folder, "acme.live.log"), 0o644);
  const { file } = StackLog.start(folder, "acme.live");
  expect([modeOf(file), readFileSync(file, "utf8")]).toEqual(["600", ""]);
});

it("keeps the project's own logs in a folder of the user's that git ignores", () => {
  const folder = ownLogFolder(folderWith({}));
  expect(modeOf(folder)).toBe("700");
  expect(readFileSync(join(folder, "..", ".gitignore"), "utf8")).toBe("*\n");
});

it("takes out a key that comes in two pieces", () => {
  const log = StackLog.start(folderWith({}), "acme.live");
  const key = fakeKey("sk", "live", "log");
  log.add("out", `the key ${key.slice(0, 14)}`);
  log.add("out", `${key.slice(14)} is refused\n`);
  log.end();
  expect(readFileSync(log.file, "utf8")).toBe("the key sk_live_[redacted] is refused\n");
});
