const { availableParallelism } = require("node:os");
const shared = require("./test/support/jest-shared.js");

/** What starts the engine or other programs, or walks hundreds of runs: all that takes more than some seconds. */
const SYSTEM = [
  "journeys/",
  "pipelines/",
  "sandbox/stand-ins/",
  "cli/",
  "commands/completion",
  "commands/fleet/matrix/fleet-matrix-command",
  "commands/fleet/reports/html-in-browser",
  "commands/new/",
  "endpoint/broken-answers-matrix",
  "endpoint/fault-matrix",
  "package-exports",
  "public-surface",
].map((path) => `<rootDir>/test/${path}`);

/** @type {import("jest").Config} */
module.exports = {
  reporters: [
    "default",
    ["<rootDir>/test/support/summary-reporter.js", { folder: ".sandbox" }],
    "<rootDir>/test/support/leaks/leak-reporter.js",
    "<rootDir>/test/support/writes/write-reporter.js",
  ],
  // One more than cores: tests wait for processes and answers too. Jest takes no share of more than all.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/test/support/system-first.js",
  projects: [
    {
      ...shared,
      displayName: "unit",
      globalSetup: "<rootDir>/test/support/note-folder.ts",
      // The matrix has its own command and limit: npm run test:matrix.
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/matrix/", ...SYSTEM],
      setupFilesAfterEnv: ["<rootDir>/test/support/unit-limit.ts"],
    },
    {
      ...shared,
      displayName: "system",
      globalSetup: "<rootDir>/test/support/find-engine.ts",
      globalTeardown: "<rootDir>/test/support/remove-images.ts",
      testMatch: SYSTEM.map((path) => (path.endsWith("/") ? `${path}**/*.test.ts` : `${path}*.test.ts`)),
      setupFilesAfterEnv: ["<rootDir>/test/support/system-limit.ts"],
    },
  ],
};
