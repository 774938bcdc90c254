// In ms. Only ends a test that hangs: jest takes no `testTimeout` of a project among several.
jest.setTimeout(60_000);
