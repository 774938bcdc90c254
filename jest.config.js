const shared = require("./test/support/jest-shared.js");

const WITH_ENGINE = ["<rootDir>/test/journeys/", "<rootDir>/test/sandbox/stand-ins/with-engine.test.ts"];

/** @type {import("jest").Config} */
module.exports = {
  reporters: [
    "default",
    ["<rootDir>/test/support/summary-reporter.js", { folder: ".sandbox" }],
    "<rootDir>/test/support/leaks/leak-reporter.js",
    "<rootDir>/test/support/writes/write-reporter.js",
  ],
  // Both cores: what a user does waits for processes more than it computes.
  maxWorkers: "100%",
  projects: [
    {
      ...shared,
      displayName: "unit",
      globalSetup: "<rootDir>/test/support/note-folder.ts",
      // The matrix has its own command and limit: npm run test:matrix.
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/matrix/", ...WITH_ENGINE],
      setupFilesAfterEnv: ["<rootDir>/test/support/unit-limit.ts"],
    },
    {
      ...shared,
      displayName: "engine",
      globalSetup: "<rootDir>/test/support/find-engine.ts",
      globalTeardown: "<rootDir>/test/support/remove-images.ts",
      testMatch: WITH_ENGINE.map((path) => (path.endsWith("/") ? `${path}**/*.test.ts` : path)),
      setupFilesAfterEnv: ["<rootDir>/test/support/engine-limit.ts"],
    },
  ],
};
