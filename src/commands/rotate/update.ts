import type { PulumiStack } from "../../engine/pulumi-stack";
import { UserError } from "../../errors";
import { ownForStack } from "../../remedies";
import { watchInterruption } from "../../terminal/interruption";
import { startProgress } from "../../terminal/progress";
import type { Surroundings } from "../../terminal/surroundings";
import type { RotateWords } from "./words";

/**
 * Runs `pulumi up`. Ctrl-C reaches the engine too, which then ends its step; it is waited for, so that nothing is left
 * half-done. A signal that reaches us alone takes effect after the update.
 * @throws UserError `cancelled`, and what the engine fails with
 */
export async function update(
  surroundings: Pick<Surroundings, "stderr" | "env">,
  engine: Pick<PulumiStack, "run" | "stack">,
  { updating, stopping }: Pick<RotateWords, "updating" | "stopping">,
): Promise<void> {
  const progress = await startProgress(surroundings);
  progress.show(`${updating} --stack ${engine.stack}`);
  const interruption = watchInterruption(
    () => progress.show(stopping),
    () => {},
  );
  try {
    await engine.run("up", "--yes", "--skip-preview");
  } catch (error) {
    throw interruption.isRequested ? stopped(engine.stack, "the update was not done to its end") : error;
  } finally {
    interruption.end();
    progress.end();
  }
  if (interruption.isRequested) throw stopped(engine.stack, "the update was done");
}

function stopped(stack: string, what: string): UserError {
  return new UserError({
    code: "cancelled",
    what: `you have stopped here; ${what}.`,
    where: stack,
    next: [ownForStack("rotate")],
    stack,
    state: "",
  });
}
