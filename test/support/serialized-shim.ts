import { execFileSync } from "node:child_process";
import { CHECKOUT } from "../../sandbox/tenant-project";

const SCRIPT = `
  const { shim: provider } = require("./src/endpoint/shim");
  const { serializeFunction } = require("@pulumi/pulumi/runtime/closure/serializeClosure");
  serializeFunction(() => provider, { allowSecrets: true }).then(({ text }) => process.stdout.write(text));
`;

/** The shim as Pulumi puts it into the state, byte for byte, made as in a program: by ts-node and swc, not by jest's transform. */
export function serializedShim(): string {
  const args = ["--require", "ts-node/register", "--eval", SCRIPT];
  return execFileSync(process.execPath, args, { cwd: CHECKOUT, encoding: "utf8", stdio: "pipe" });
}
