import type { ProviderProcess } from "../dynamic-provider";

/**
 * A provider process that dies in the middle of the calls of many runs at once: it is killed when each of them waits for
 * the answer that is to be lost. A process of its own for each would take two seconds of computing.
 */
export class Doom {
  readonly #arrived = new Set<unknown>();

  /** `runs`: how many have to arrive. */
  constructor(
    readonly process: ProviderProcess,
    private readonly runs: number,
  ) {}

  /** A run waits for the answer, or has ended without that call; the last one to arrive is the end of all. */
  arrive(run: unknown): void {
    this.#arrived.add(run);
    if (this.#arrived.size === this.runs) this.process.stop();
  }
}
