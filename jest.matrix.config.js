const shared = require("./test/support/jest-shared.js");

/** `npm run test:matrix`: package managers, kinds of programs, versions of Node and of Pulumi's SDK. @type {import("jest").Config} */
module.exports = {
  ...shared,
  globalSetup: "<rootDir>/test/support/find-engine.ts",
  globalTeardown: "<rootDir>/test/support/remove-images.ts",
  reporters: [
    "default",
    "<rootDir>/test/support/leaks/leak-reporter.js",
    "<rootDir>/test/support/writes/write-reporter.js",
  ],
  testMatch: ["<rootDir>/test/matrix/**/*.test.ts"],
  maxWorkers: 1,
  // A cell installs some hundred packages and runs the engine seven times.
  testTimeout: 900_000,
};
