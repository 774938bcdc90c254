import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { namesIn, testFolder, writeCommand } from "./fake-commands";

/** Looks for an engine where only a build is left. */
const ENSURE = `
require("ts-node/register");
const { ensureEngine } = require("./sandbox/engine/engine");
const download = () => Promise.reject(new Error("no network"));
ensureEngine({ log: () => {}, env: process.env, cacheDir: process.env.CACHE, download });
`;

let folder: string;

beforeEach(() => {
  folder = testFolder();
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a build that is interrupted", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends the compiler and leaves nothing behind: %s",
    async (signal) => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      // A compiler that never ends, and that the test holds by a connection.
      const endless = `exec '${process.execPath}' -e "require('net').connect(${port}, '127.0.0.1').resume()"`;
      writeCommand(join(folder, "bin", "go"), endless);
      const cache = join(folder, "cache");
      const env = { HOME: folder, CACHE: cache, PATH: `${join(folder, "bin")}:/bin:/usr/bin` };
      const run = spawn(process.execPath, ["-e", ENSURE], { cwd: CHECKOUT, env, stdio: "inherit" });
      const [compiler] = (await once(server, "connection")) as [Socket];
      compiler.on("error", () => {}).resume();
      run.kill(signal);
      await Promise.all([once(compiler, "close"), once(run, "exit")]);
      expect(run.signalCode).toBe(signal);
      expect(namesIn(cache)).toEqual([]);
      server.close();
    },
  );
});
