// Fetches what `npm run test:matrix` needs from npm: Node in several versions, pnpm and yarn. What can't be had is left
// out, and the cells that need it are skipped with that reason.
const { execFileSync } = require("node:child_process");
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { TOOLS, MATRIX_FOLDER } = require("../test/matrix/tools.cjs");

for (const [name, spec] of Object.entries(TOOLS)) {
  const folder = join(MATRIX_FOLDER, name);
  if (existsSync(join(folder, "node_modules", "tool"))) continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: { tool: spec } }),
  );
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--no-package-lock",
  ];
  try {
    execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    process.stderr.write(`${name}: ${spec}\n`);
  } catch (error) {
    const { stderr } = /** @type {{ stderr?: Buffer }} */ (error);
    process.stderr.write(`${name}: can't be had: ${String(stderr).trim().split("\n")[0]}\n`);
  }
}
