import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";

const SCRIPT = `
  require("./src/load-typescript.cjs");
  require("./src/endpoint/serialized-shim").serializedShim().then((text) => process.stdout.write(text));
`;

it("a command serializes the shim to the byte as a program does", () => {
  const options = { cwd: CHECKOUT, encoding: "utf8", stdio: "pipe" } as const;
  const text = execFileSync(process.execPath, ["--eval", SCRIPT], options);
  expect(text).toBe(readFileSync(join(CHECKOUT, "test/endpoint/serialized-shim.txt"), "utf8"));
});
