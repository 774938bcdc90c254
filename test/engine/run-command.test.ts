import { runCommand } from "../../src/engine/run-command";

it("is not disturbed by a command that ends before it has read its input", async () => {
  const input = "x".repeat(1_000_000);
  const result = runCommand(process.execPath, ["--version"], { cwd: "/", env: process.env, input });
  await expect(result).resolves.toMatchObject({ code: 0, stdout: `${process.version}\n` });
});
