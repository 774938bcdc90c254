import type { Screen } from "./fleet-progress";

/** The bottom of the terminal on standard error. */
export async function terminalScreen(): Promise<Screen> {
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(process.stderr);
  return {
    draw: (text) => update(text),
    clear: () => {
      update.clear();
      update.done();
    },
  };
}
