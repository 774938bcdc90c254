import type * as FakeKeys from "../../../sandbox/emulators/stripe/fake-keys";
import type * as Ids from "../../../sandbox/emulators/stripe/ids";

// Before each test file: whatever makes a key or signing secret for a test or in an emulator notes it for the sweep.

jest.mock("../../../sandbox/emulators/stripe/fake-keys", () => {
  const { noteSecret } = jest.requireActual<typeof import("./notes")>("./notes");
  const actual = jest.requireActual<typeof FakeKeys>("../../../sandbox/emulators/stripe/fake-keys");
  const fakeKey: typeof actual.fakeKey = (kind, ...rest) => {
    const key = actual.fakeKey(kind, ...rest);
    // Publishable keys are public.
    if (kind !== "pk") noteSecret(key);
    return key;
  };
  const fakeOrganizationKey: typeof actual.fakeOrganizationKey = (label) => {
    const key = actual.fakeOrganizationKey(label);
    noteSecret(key);
    return key;
  };
  const fakeSigningSecret: typeof actual.fakeSigningSecret = (label) => {
    const secret = actual.fakeSigningSecret(label);
    noteSecret(secret);
    return secret;
  };
  return { ...actual, fakeKey, fakeOrganizationKey, fakeSigningSecret };
});

jest.mock("../../../sandbox/emulators/stripe/ids", () => {
  const { noteSecret } = jest.requireActual<typeof import("./notes")>("./notes");
  const actual = jest.requireActual<typeof Ids>("../../../sandbox/emulators/stripe/ids");
  const newSigningSecret: typeof actual.newSigningSecret = () => {
    const secret = actual.newSigningSecret();
    noteSecret(secret);
    return secret;
  };
  return { ...actual, newSigningSecret };
});
