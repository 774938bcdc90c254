import type { Screen } from "../commands/fleet/run/fleet-progress";

/** The bottom of a terminal. */
export async function terminalScreen(stream: NodeJS.WriteStream = process.stderr): Promise<Screen> {
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(stream);
  return {
    draw: (text) => update(text),
    clear: () => {
      update.clear();
      update.done();
    },
  };
}
