import { runCommand } from "../../src/engine/run-command";

it("is not disturbed by a command that ends before it has read its input", async () => {
  const input = "x".repeat(1_000_000);
  const result = runCommand(process.execPath, ["--version"], { cwd: "/", env: process.env, input });
  await expect(result).resolves.toMatchObject({ code: 0, stdout: `${process.version}\n` });
});

// Pulumi's plugins outlive a killed engine, and hold its output open.
it("ends with its command, also while a child of that holds the output open", async () => {
  const options = { cwd: process.cwd(), env: process.env };
  const { code, stdout } = await runCommand("sh", ["-c", "sleep 60 & echo $!; exit 3"], options);
  process.kill(Number(stdout));
  expect(code).toBe(3);
});
