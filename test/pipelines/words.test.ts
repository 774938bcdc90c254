import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { runCli } from "../support/run-cli";

const FILES = ["pipelines/github", "pipelines/gitlab", ".github/workflows"].flatMap((folder) =>
  readdirSync(join(CHECKOUT, folder)).map((file) => join(folder, file)),
);
const LINES = FILES.flatMap((file) =>
  readFileSync(join(CHECKOUT, file), "utf8")
    .split("\n")
    .map((line) => ({ file, line })),
);

/** How a pipeline calls us: where the package is not installed, nothing is fetched. */
const CALL = "npx --no -- plenigo-stripe ";

/** Options that the pipelines give to a fleet command, `--stack` among them where it comes from the matrix. */
function optionsOf(command: string): string[] {
  const calls = LINES.map(({ line }) => line).filter((line) => line.includes(`${CALL}fleet ${command}`));
  const words = calls.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
  return [...new Set([...words, ...(calls.some((line) => line.includes("stacks[@]")) ? ["--stack"] : [])])]
    .filter((word) => word !== "--no")
    .sort();
}

/** Commands that have all that the pipelines give them. */
const COMMANDS = ["list", "matrix", "audit", "preview", "up"];

it.each(COMMANDS)("fleet %s knows the options that the pipelines give it", async (command) => {
  const { stdout } = await runCli(CHECKOUT, "fleet", command, "--help");
  for (const option of optionsOf(command)) expect(stdout).toContain(` ${option} `);
});

it("finds the pipelines' commands", () => {
  expect(optionsOf("up")).toEqual(
    ["--canary", "--confirm", "--html", "--markdown", "--max-failures", "--stack", "--yes"].sort(),
  );
  expect(optionsOf("preview")).toEqual(["--changed-since", "--environment", "--html", "--markdown"]);
});

// Where the package was not installed, `npx plenigo-stripe` would have run whatever owns the name.
it("never lets npx fetch a package", () => {
  const calls = LINES.filter(({ line }) => /\bnpx\b|\bnpm (exec|x)\b/.test(line));
  const installed = [CALL, "npx --no -- jest "];
  expect(calls.length).toBeGreaterThan(5);
  expect(calls.filter(({ line }) => !installed.some((call) => line.includes(call)))).toEqual([]);
});
