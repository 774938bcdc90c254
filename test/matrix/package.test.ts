import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { GOOD_WALK, packageWalk } from "../support/package-walk";
import { type Packed, packed, removeFolder } from "../support/packed";
import { type Cell, installedRepository, missingTools, pathOf } from "./cell";

// Each manager, kind of program, Node and SDK at least once, and the pairs that have failed elsewhere: pnpm with ES
// modules, the newest Node with the pinned SDK.
const CELLS: readonly Cell[] = [
  { manager: "npm", language: "javascript", modules: "ES modules", node: "20.19", sdk: "pinned" },
  { manager: "pnpm", language: "typescript", modules: "CommonJS", node: "22", sdk: "newest" },
  { manager: "yarn", language: "javascript", modules: "CommonJS", node: "24", sdk: "newest" },
  { manager: "npm", language: "typescript", modules: "ES modules", node: "26", sdk: "pinned" },
  { manager: "pnpm", language: "javascript", modules: "ES modules", node: "26", sdk: "newest" },
  { manager: "yarn", language: "typescript", modules: "CommonJS", node: "20.19", sdk: "pinned" },
];

const titleOf = ({ manager, language, modules, node, sdk }: Cell) =>
  `${manager}, ${language} as ${modules}, Node ${node}, the ${sdk} SDK`;

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

  it.each(ready)("works with %s", async (_, cell) => {
    const program = installedRepository(cell, pack.tarball);
    const journey = await Journey.open({ program });
    journey.variables.PATH = pathOf(cell, journey.environment().PATH);
    try {
      expect(await packageWalk(journey, program)).toEqual(GOOD_WALK);
    } finally {
      await journey.close();
      removeFolder(program);
    }
  });
});
