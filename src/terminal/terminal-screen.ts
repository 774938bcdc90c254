/** A part of a terminal that is written over. */
export interface Screen {
  draw(text: string): void;
  clear(): void;
}

/** The bottom of a terminal. */
export async function terminalScreen(stream: NodeJS.WriteStream): Promise<Screen> {
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
