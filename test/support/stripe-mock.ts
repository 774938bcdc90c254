import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { join } from "node:path";
import { createInterface } from "node:readline";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { findProgram } from "../../src/engine/run-command";

/** stripe-mock, Stripe's own server that holds requests to its OpenAPI description: github.com/stripe/stripe-mock. */
export interface StripeMock {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Where the program is: `STRIPE_MOCK`, else on the PATH, else among this project's tools; undefined when nowhere. */
export function findStripeMock(env: NodeJS.ProcessEnv): string | undefined {
  if (env.STRIPE_MOCK) return env.STRIPE_MOCK;
  return findProgram("stripe-mock", env, join(CHECKOUT, ".sandbox/tools/stripe-mock/bin"));
}

/** Starts stripe-mock on free loopback ports. @throws Error when it ends before it listens */
export async function startStripeMock(program: string): Promise<StripeMock> {
  const args = ["-http-addr", "127.0.0.1:", "-https-addr", "127.0.0.1:"];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) {
    const [, address] = /Listening for HTTP at address: (\S+)/.exec(line) ?? [];
    if (!address) continue;
    child.stdout.resume();
    return { url: `http://${address}`, stop: () => stop(child) };
  }
  throw new Error(`${program} ended before it listened.`);
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
