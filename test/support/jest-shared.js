/** What all kinds of tests have in common. @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/support/leaks/noting-environment.js",
  setupFiles: ["<rootDir>/test/support/leaks/note-secrets.ts"],
  roots: ["<rootDir>/test"],
  // TypeScript first: beside some modules lies a .cjs of the same name for programs that depend on this package.
  moduleFileExtensions: ["ts", "js", "cjs", "json", "node"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  restoreMocks: true,
};
