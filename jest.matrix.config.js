/** `npm run test:matrix`: package managers, kinds of programs, versions of Node and of Pulumi's SDK. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  reporters: ["default", "<rootDir>/test/support/leaks/leak-reporter.js"],
  roots: ["<rootDir>/test/matrix"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
  // A cell installs some hundred packages and runs the engine seven times.
  testTimeout: 900_000,
};
