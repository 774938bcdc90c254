import type { Cell } from "./cell";

/** What a cell is made of, each part with its values. All combinations together would be 84. */
export const PARTS = {
  manager: ["npm", "pnpm", "yarn"],
  language: ["javascript", "typescript"],
  modules: ["CommonJS", "ES modules"],
  node: ["20.19", "22", "24", "26"],
  sdk: ["pinned", "newest"],
} as const satisfies { [Part in keyof Cell]: readonly Cell[Part][] };

/** Whether two values can be had together: the newest SDK needs Node 22. */
export function fitTogether(one: string, other: string): boolean {
  return ![one, other].includes("20.19") || ![one, other].includes("newest");
}

const cell = (
  manager: Cell["manager"],
  language: Cell["language"],
  modules: Cell["modules"],
  node: Cell["node"],
  sdk: Cell["sdk"],
): Cell => ({ manager, language, modules, node, sdk });

/** Each two values that fit together are in one cell, so that a fault that takes two of them is found. */
export const CELLS: readonly Cell[] = [
  cell("npm", "javascript", "ES modules", "20.19", "pinned"),
  cell("pnpm", "typescript", "ES modules", "20.19", "pinned"),
  cell("yarn", "typescript", "CommonJS", "20.19", "pinned"),
  cell("npm", "javascript", "CommonJS", "22", "pinned"),
  cell("pnpm", "typescript", "CommonJS", "22", "newest"),
  cell("yarn", "javascript", "ES modules", "22", "newest"),
  cell("npm", "typescript", "ES modules", "24", "newest"),
  cell("pnpm", "javascript", "CommonJS", "24", "pinned"),
  cell("yarn", "javascript", "CommonJS", "24", "newest"),
  cell("npm", "typescript", "ES modules", "26", "pinned"),
  cell("pnpm", "javascript", "ES modules", "26", "newest"),
  cell("yarn", "typescript", "CommonJS", "26", "newest"),
];

/** A cell in words. */
export function titleOf({ manager, language, modules, node, sdk }: Cell): string {
  return `${manager}, ${language} as ${modules}, Node ${node}, the ${sdk} SDK`;
}
