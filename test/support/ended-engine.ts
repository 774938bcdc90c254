import { spawn } from "node:child_process";
import { pulumi } from "./engine";
import type { Journey } from "./journey";
import { noteText } from "./leaks/notes";

/** A call in the middle of which the engine ends. */
export interface CallPoint {
  readonly service: "stripe" | "aws";
  /** As the emulator names it. */
  readonly operation: string;
  /** Whether the service has acted on it; nobody ever gets its answer, unless the engine lives on for it. */
  readonly processed: boolean;
}

/** What the engine prints when it has heard the first signal. */
const HEARD = "received; cancelling";

/** Runs `pulumi …` and kills the engine (SIGKILL) when the service has got the call. */
export async function killedAt(
  journey: Journey,
  point: CallPoint,
  ...args: readonly string[]
): Promise<void> {
  const engine = startEngine(journey, args);
  await endsAt(journey, point, engine, engine.ended, () => engine.signal("SIGKILL"));
  journey.dropEmptyChecksums();
}

/**
 * Runs `pulumi …` and presses Ctrl-C when the service has got the call. Pressed once, the call gets its answer as soon as
 * the engine has heard it; pressed twice, only when the engine has ended.
 */
export async function interruptedAt(
  journey: Journey,
  point: CallPoint,
  presses: 1 | 2,
  ...args: readonly string[]
): Promise<void> {
  const engine = startEngine(journey, args);
  const heard = engine.hasPrinted(HEARD).then(() => {
    if (presses === 2) engine.signal("SIGINT");
  });
  const until = presses === 1 ? heard : engine.ended;
  await endsAt(journey, point, engine, until, () => engine.signal("SIGINT"));
}

/**
 * Runs `pulumi …` and sends SIGTERM to it alone when the service has got the call, as the end of a job or of a container
 * does. The call gets its answer as soon as the engine has heard it.
 * @returns how long the engine took to end, in ms
 */
export async function terminatedAt(
  journey: Journey,
  point: CallPoint,
  ...args: readonly string[]
): Promise<number> {
  const engine = startEngine(journey, args);
  let at = Number.NaN;
  await endsAt(journey, point, engine, engine.hasPrinted(HEARD), () => {
    at = performance.now();
    engine.terminate();
  });
  return performance.now() - at;
}

/** Holds the call until something has happened, and waits for the engine's end. `onCall`: when the service has got it. */
async function endsAt(
  journey: Journey,
  point: CallPoint,
  engine: { readonly ended: Promise<void> },
  until: Promise<void>,
  onCall: () => void,
): Promise<void> {
  hold(journey, point, until, onCall);
  await engine.ended;
  journey[point.service].faults.length = 0;
}

function hold(journey: Journey, point: CallPoint, until: Promise<void>, onCall: () => void): void {
  const matches = (call: { operation: string }) => {
    if (call.operation !== point.operation) return false;
    setImmediate(onCall);
    return true;
  };
  const { processed } = point;
  // Of a call that is not processed nothing may be done after the engine's end either: it is cut then.
  const held = processed ? until : until.then(() => Promise.reject(new Error("never processed")));
  held.catch(() => {});
  journey[point.service].faults.push({ matches, effect: { kind: "hold", processed, until: held }, times: 1 });
}

/** Starts the engine as a terminal does: with a process group of its own, which gets the signals. */
function startEngine(journey: Journey, args: readonly string[]) {
  const all = [...args, "--stack", journey.stack, "--color", "never", "--non-interactive"];
  const options = { cwd: journey.project, env: journey.environment(), detached: true } as const;
  const child = spawn(pulumi ?? "", all, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      for (const look of waiting) look();
    });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve())).then(() =>
    noteText(`pulumi ${args[0]}`, text),
  );
  return {
    ended,
    signal: (name: NodeJS.Signals) =>
      process.kill(name === "SIGKILL" ? Number(child.pid) : -Number(child.pid), name),
    terminate: () => process.kill(Number(child.pid), "SIGTERM"),
    hasPrinted: (words: string) =>
      new Promise<void>((resolve) => waiting.push(() => text.includes(words) && resolve())),
  };
}
