/** Least, middle and greatest of some numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One run of each side, one right after the other. */
export type Pair = {
  /** Wall time in ms of what is measured. */
  readonly ours: number;
  /** Wall time in ms of what it is compared with. */
  readonly floor: number;
};

/** Spread of at least one number. */
export function spreadOf(numbers: readonly number[]): Spread {
  if (numbers.length === 0) throw new Error("there is nothing to measure");
  const sorted = [...numbers].sort((one, other) => one - other);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/**
 * Runs two sides in turn, and swaps who goes first from pair to pair: what slows the machine down for a while slows down
 * both.
 */
export async function runInTurn<Sides extends Readonly<Record<string, unknown>>>(
  count: number,
  run: { readonly [Side in keyof Sides]: () => Promise<Sides[Side]> },
): Promise<Sides[]> {
  const sides = Object.keys(run) as (keyof Sides)[];
  const pairs: Sides[] = [];
  for (let index = 0; index < count; index += 1) {
    const pair: Partial<Sides> = {};
    for (const side of index % 2 === 0 ? sides : [...sides].reverse()) pair[side] = await run[side]();
    pairs.push(pair as Sides);
  }
  return pairs;
}

/** How many times as long as the floor each pair's own side took. */
export function ratiosOf(pairs: readonly Pair[]): number[] {
  return pairs.map(({ ours, floor }) => ours / floor);
}
