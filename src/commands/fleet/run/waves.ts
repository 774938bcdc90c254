import { inParallel } from "../../../network/in-parallel";

/** How many items run, and when nothing new starts any more. */
export interface WavePlan {
  /** Items at a time, from 1. */
  readonly parallel: number;
  /** Size of the first wave; the rest starts only when none of it has failed. 0: there is no such wave. */
  readonly canary: number;
  /** Failures after which nothing new starts; Infinity: none stop it. */
  readonly maxFailures: number;
}

/** What is done with the items. */
export interface WaveWork<Item, Result> {
  /** Must not throw. */
  readonly run: (item: Item) => Promise<Result>;
  readonly hasFailed: (result: Result) => boolean;
  /** Whether somebody asked to stop. */
  readonly isInterrupted: () => boolean;
}

/** An item's result, or why it was not run. */
export type Outcome<Result> = { readonly result: Result } | { readonly notRun: string };

/**
 * Runs a canary wave and then the rest, a few items at a time. Whatever stops it, items under way run to their end, so
 * up to `parallel` - 1 more failures can follow the one that stops it.
 * @returns an outcome for each item, in their order
 */
export async function runInWaves<Item, Result>(
  items: readonly Item[],
  plan: WavePlan,
  work: WaveWork<Item, Result>,
): Promise<Outcome<Result>[]> {
  const run = new WaveRun(plan, work);
  const canaries = await run.wave(items.slice(0, plan.canary));
  run.endCanaries();
  return [...canaries, ...(await run.wave(items.slice(plan.canary)))];
}

class WaveRun<Item, Result> {
  #failures = 0;
  #hasSickCanary = false;

  constructor(
    private readonly plan: WavePlan,
    private readonly work: WaveWork<Item, Result>,
  ) {}

  endCanaries(): void {
    this.#hasSickCanary = this.#failures > 0;
  }

  wave(items: readonly Item[]): Promise<Outcome<Result>[]> {
    return inParallel(this.plan.parallel, items, (item) => this.#runUnlessStopped(item));
  }

  async #runUnlessStopped(item: Item): Promise<Outcome<Result>> {
    const notRun = this.#reasonToStop();
    if (notRun) return { notRun };
    const result = await this.work.run(item);
    if (this.work.hasFailed(result)) this.#failures += 1;
    return { result };
  }

  #reasonToStop(): string | undefined {
    const { maxFailures } = this.plan;
    if (this.work.isInterrupted()) return "the run was interrupted before this stack started";
    if (this.#hasSickCanary) return "a stack of the canary wave failed";
    if (this.#failures < maxFailures) return undefined;
    return `${this.#failures} failed before this stack started (--max-failures ${maxFailures})`;
  }
}
