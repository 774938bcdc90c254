import { connect } from "node:net";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { ProgramHosts } from "../../src/engine/program-hosts";
import { runCommand } from "../../src/engine/run-command";

let hosts: ProgramHosts;
beforeEach(() => {
  hosts = new ProgramHosts(CHECKOUT, process.env);
});
afterEach(() => hosts.close());

it("serves each of two stacks that run at a time from a process of its own", async () => {
  const [one, other] = await Promise.all([hosts.take(), hosts.take()]);
  expect(one.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(other.address).not.toBe(one.address);
});

it("serves the next stack from the process that has loaded the program, unless the run before it failed", async () => {
  const first = await hosts.take();
  hosts.giveBack(first, true);
  const second = await hosts.take();
  hosts.giveBack(second, false);
  const third = await hosts.take();
  expect([second.address, third.address === first.address]).toEqual([first.address, false]);
});

it("says what the process has said when it can't be started", async () => {
  const elsewhere = new ProgramHosts("/nowhere", process.env);
  await expect(elsewhere.take()).rejects.toThrow("ENOENT");
});

it("ends the process when the one that started it is killed", async () => {
  const script = `
    require(${JSON.stringify(join(CHECKOUT, "src/load-typescript.cjs"))});
    const { ProgramHosts } = require(${JSON.stringify(join(CHECKOUT, "src/engine/program-hosts"))});
    new ProgramHosts(${JSON.stringify(CHECKOUT)}, process.env).take().then(({ address }) => {
      require("node:fs").writeSync(1, address);
      process.kill(process.pid, "SIGKILL");
    });`;
  const { stdout } = await runCommand(process.execPath, ["-e", script], { cwd: "/", env: process.env });
  const port = Number(stdout.split(":")[1]);
  expect(port).toBeGreaterThan(0);
  while (await answers(port));
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
