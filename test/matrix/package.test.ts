import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { GOOD_WALK, packageWalk } from "../support/package-walk";
import { type Packed, packed, removeFolder } from "../support/packed";
import { type Cell, installedRepository, missingTools, pathOf, versionsIn } from "./cell";
import { CELLS, titleOf } from "./cells";

let pack: Packed;
beforeAll(() => {
  pack = packed();
});
afterAll(() => pack?.remove());

describeWithEngine("the package in a repository of its own", () => {
  const missing = (cell: Cell) => missingTools(cell).join(", ");
  const ready = CELLS.filter((cell) => missing(cell) === "").map((cell) => [titleOf(cell), cell] as const);
  const others = CELLS.filter((cell) => missing(cell) !== "");
  for (const cell of others) it.skip(`${titleOf(cell)} (skipped: ${missing(cell)} can't be had)`, () => {});
  if (ready.length === 0) return;

  it.each(ready)("works with %s", async (title, cell) => {
    const program = installedRepository(cell, pack.tarball);
    const journey = await Journey.open({ program });
    journey.variables.PATH = pathOf(cell, journey.environment().PATH);
    try {
      expect(await packageWalk(journey, program)).toEqual(GOOD_WALK);
      process.stdout.write(`\n${title}: ${versionsIn(cell, program)}\n`);
    } finally {
      await journey.close();
      removeFolder(program);
    }
  });
});
