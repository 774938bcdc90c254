import type { Matrix } from "./matrix";
import type { Operation } from "./operations";
import { figuresOf, problemLines, tableOf } from "./report";

/** The matrices that a test file has tried, and what must hold of each and of all. */
export class Tried {
  readonly #all: Matrix[] = [];

  add(matrix: Matrix): void {
    this.#all.push(matrix);
  }

  /** Fails the test where a combination of an operation has a problem, or where none was tried. */
  expectGood(operation: Operation, tried = this.#all): void {
    const outcomes = tried.flatMap((matrix) => matrix.outcomes.filter((one) => one.operation === operation));
    expect(outcomes).not.toEqual([]);
    expect(problemLines(outcomes)).toEqual([]);
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
