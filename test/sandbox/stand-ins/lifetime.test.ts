import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CHECKOUT } from "../../../sandbox/tenant-project";

const BIN = join(CHECKOUT, "sandbox/stand-ins/bin");
const PLUGINS = ["pulumi-language-nodejs", "pulumi-resource-aws", "pulumi-resource-pulumi-nodejs"];

/** A stand-in, its port, and when the port closes: what is left of a process that ended is its parent's affair. */
async function started(child: ChildProcess): Promise<{ gone: Promise<void> }> {
  const [port] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), "line")) as [string];
  const connection = connect(Number(port), "127.0.0.1");
  await once(connection, "connect");
  // A socket nobody reads from does not tell its end.
  connection.on("error", () => {}).resume();
  return { gone: new Promise((resolve) => connection.once("close", () => resolve())) };
}

describe.each(PLUGINS)("%s", (name) => {
  it("ends when the engine closes its stdin", async () => {
    const child = spawn(join(BIN, name), ["127.0.0.1:1"], { cwd: CHECKOUT });
    const { gone } = await started(child);
    child.stdin.end();
    await gone;
  });

  it("ends when the engine interrupts it", async () => {
    const child = spawn(join(BIN, name), ["127.0.0.1:1"], { cwd: CHECKOUT });
    const { gone } = await started(child);
    child.kill("SIGINT");
    await gone;
  });

  it("ends when the engine is killed, even where it has no stdin to watch", async () => {
    const script = `require("node:child_process").spawn(process.argv[1], ["127.0.0.1:1"],
      { stdio: ["ignore", "inherit", "ignore"] })`;
    const engine = spawn(process.execPath, ["-e", script, join(BIN, name)], { cwd: CHECKOUT });
    const { gone } = await started(engine);
    engine.kill("SIGKILL");
    await gone;
  });
});
