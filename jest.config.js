/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/support/leaks/noting-environment.js",
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  setupFiles: ["<rootDir>/test/support/leaks/note-secrets.ts"],
  reporters: [
    "default",
    ["<rootDir>/test/support/summary-reporter.js", { file: ".sandbox/test-counts" }],
    "<rootDir>/test/support/leaks/leak-reporter.js",
  ],
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // Has its own command and limit: npm run test:matrix.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/matrix/"],
  // TypeScript first: beside some modules lies a .cjs of the same name for programs that depend on this package.
  moduleFileExtensions: ["ts", "js", "cjs", "json", "node"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  // Both cores: what a user does waits for processes more than it computes.
  maxWorkers: "100%",
  restoreMocks: true,
  // A journey of several runs of the engine takes a minute on a busy machine; this only ends one that hangs.
  testTimeout: 240_000,
};
