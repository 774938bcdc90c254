import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { runCli } from "../support/run-cli";

const FILES = ["pipelines/github", "pipelines/gitlab"].flatMap((folder) =>
  readdirSync(join(CHECKOUT, folder)).map((file) => join(folder, file)),
);

/** Options that the pipelines give to a fleet command, `--stack` among them where it comes from the matrix. */
function optionsOf(command: string): string[] {
  const lines = FILES.flatMap((file) => readFileSync(join(CHECKOUT, file), "utf8").split("\n"));
  const calls = lines.filter((line) => line.includes(`npx plenigo-stripe fleet ${command}`));
  const words = calls.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
  return [...new Set([...words, ...(calls.some((line) => line.includes("stacks[@]")) ? ["--stack"] : [])])];
}

/** Commands with the options that the pipelines use; each exists. */
const COMMANDS = ["list", "matrix"];

it.each(COMMANDS)("fleet %s knows the options that the pipelines give it", async (command) => {
  const { stdout } = await runCli(CHECKOUT, "fleet", command, "--help");
  for (const option of optionsOf(command)) expect(stdout).toContain(` ${option} `);
});

it("finds the pipelines' commands", () => {
  expect(optionsOf("up").sort()).toEqual(
    ["--canary", "--confirm", "--html", "--markdown", "--max-failures", "--stack", "--yes"].sort(),
  );
  expect(optionsOf("preview").sort()).toEqual(["--changed-since", "--environment", "--html", "--markdown"]);
});
