import { readProject } from "../../config/project";
import { handedOverAt, isOurs, marksOf } from "../../endpoint/marks";
import { PulumiStack } from "../../engine/pulumi-stack";
import { fullKeyOf } from "../../environments";
import { UserError } from "../../errors";
import { ownForStack } from "../../remedies";
import { readConnection } from "../../secret/read-connection";
import { watchInterruption } from "../../terminal/interruption";
import type { Language } from "../../terminal/language";
import { startProgress } from "../../terminal/progress";
import type { Surroundings } from "../../terminal/surroundings";
import { markAsHandedOver, unmarkAsHandedOver } from "../handover/mark";
import { type SelectedStack, selectedStack } from "../stack-option";
import { stripeOfStack } from "../stripe-of-stack";
import { verifyStack } from "../verify/verify";
import type { ConfigChange, RotationFacts } from "./next-step";
import type { RotationWorld } from "./run-rotation";
import { type RotateWords, rotateWords } from "./words";

/** A stack's rotation with the real engine, Stripe and AWS. `timeoutMs`: how long to wait for a delivery. */
export function rotationWorld(
  surroundings: Surroundings,
  { stack }: SelectedStack,
  timeoutMs: number,
  language: Language,
): RotationWorld {
  const engine = new PulumiStack(stack, surroundings);
  const now = () => new Date(surroundings.clock.now());
  // Read anew each time: every step changes the stack's file, the connection secret or the key that is in it.
  const open = async () => {
    const selected = await selectedStack(surroundings, stack);
    const connection = await readConnection(selected.secretName, selected.place, stack);
    return { selected, connection, stripe: await stripeOfStack(surroundings, selected, connection) };
  };
  return {
    facts: async () => {
      const { selected, connection, stripe } = await open();
      return factsOf(surroundings, selected, await stripe.endpoints.list(), {
        current: connection.webhookEndpointId,
        previous: connection.previousWebhookEndpointId,
      });
    },
    configure: (change) => configure(engine, change),
    update: () => update(surroundings, engine, rotateWords(language)),
    verify: async (since) => {
      const { selected, connection, stripe } = await open();
      return verifyStack(surroundings, selected, connection, stripe, { timeoutMs, language, since });
    },
    markHandedOver: async (id) => {
      const { stripe } = await open();
      await markAsHandedOver(stripe.endpoints, id, stack, now());
    },
    unmarkHandedOver: async (id) => {
      const { stripe } = await open();
      await unmarkAsHandedOver(stripe.endpoints, id, stack);
    },
    now,
  };
}

type Listed = Awaited<ReturnType<Awaited<ReturnType<typeof stripeOfStack>>["endpoints"]["list"]>>;

function factsOf(
  { cwd }: Surroundings,
  selected: SelectedStack,
  endpoints: Listed,
  stored: RotationFacts["stored"],
): RotationFacts {
  const { stack, companyId, file } = selected;
  const marks = marksOf(readProject(cwd).name, stack, companyId, 0);
  const ours = endpoints.filter(({ metadata }) => isOurs(metadata, marks));
  return {
    stack,
    declared: {
      generation: file.config?.signingSecretGeneration ?? 1,
      previous: file.config?.previousGeneration,
    },
    endpoints: ours.map(({ id, enabled, metadata }) => ({
      id,
      enabled,
      generation: Number(metadata.plenigo_generation),
      handedOverAt: handedOverAt(metadata),
    })),
    stored,
  };
}

/** One write for both keys: a file with only one of them would be refused. */
async function configure(engine: PulumiStack, { generation, previous }: ConfigChange): Promise<void> {
  const previousKey = fullKeyOf("previousGeneration");
  if (previous === null) {
    await engine.run("config", "rm", previousKey);
    return;
  }
  const values = { signingSecretGeneration: generation, previousGeneration: previous };
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  const words = pairs.flatMap(([key, value]) => ["--plaintext", `${fullKeyOf(key)}=${value}`]);
  await engine.run("config", "set-all", ...words);
}

/**
 * Runs `pulumi up`. Ctrl-C reaches the engine too, which then ends its step; it is waited for, so that nothing is left
 * half-done. A signal that reaches us alone takes effect after the update.
 * @throws UserError `cancelled`, and what the engine fails with
 */
export async function update(
  surroundings: Surroundings,
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
