import { requireConfirmation } from "../../src/terminal/confirmation";

// `--yes` was refused for the stack acme-test, whose file says `environment: stage`.
it.each([
  ["stage by its file", "acme-test", "stage"],
  ["stage by its name", "acme.stage", undefined],
] as const)("--yes answers for a stack that is %s", async (_, name, environment) => {
  await expect(requireConfirmation("A question.", name, { yes: true }, environment)).resolves.toBeUndefined();
});

it.each([
  ["live by its file", "acme-test", "live"],
  ["live by its name", "acme.live", undefined],
  ["neither", "acme-test", undefined],
] as const)("--yes does not answer for a stack that is %s", async (_, name, environment) => {
  await expect(requireConfirmation("A question.", name, { yes: true }, environment)).rejects.toThrow(
    /confirmation-missing/,
  );
});
