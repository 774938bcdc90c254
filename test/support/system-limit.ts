// In ms. A journey of several runs of the engine takes a minute on a busy machine; this only ends one that hangs.
jest.setTimeout(240_000);
