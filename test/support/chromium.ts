import { type Browser, chromium } from "playwright-core";
import { findProgram } from "../../src/engine/run-command";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where a Chromium is: `CHROMIUM`, else on the PATH; undefined when nowhere. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  if (env.CHROMIUM) return env.CHROMIUM;
  return NAMES.map((name) => findProgram(name, env)).find(Boolean);
}

/** Starts a Chromium without a window that asks the network for nothing of its own. Close it at the end. */
export function startChromium(program: string): Promise<Browser> {
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking"];
  const args = ["--no-sandbox", "--disable-gpu", ...quiet, "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: program, headless: true, args });
}
