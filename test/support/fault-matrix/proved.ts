import type { Matrix } from "./matrix";
import { figuresOf, problemLines, tableOf } from "./report";

/** The matrices that a test file has tried, and what must hold of each and of all. */
export class Tried {
  readonly #all: Matrix[] = [];

  /** Fails the test where a combination has a problem, or where none was tried. */
  add(matrix: Matrix): void {
    this.#all.push(matrix);
    expect(matrix.outcomes).not.toEqual([]);
    expect(problemLines(matrix.outcomes)).toEqual([]);
  }

  /** Registers the tests of all that was tried, to be run last, and prints the table. */
  describeWhole(): void {
    const outcomes = () => this.#all.flatMap((matrix) => matrix.outcomes);
    afterAll(() => {
      process.stdout.write(`\n${tableOf(outcomes())}\n`);
    });

    it("loses no endpoint and no secret, leaves no duplicate, and always ends", () => {
      expect(figuresOf(outcomes())).toEqual({
        "combinations tried": outcomes().length,
        "endpoints lost": 0,
        "secrets lost": 0,
        "duplicates left": 0,
        "runs without end": 0,
      });
    });

    it("prints neither keys nor signing secrets", () => {
      const printed = this.#all.map((matrix) => matrix.printed).join("\n");
      expect(printed).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
    });
  }
}
