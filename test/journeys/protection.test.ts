import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

// A refused destroy dropped the secret's version from the state and took the reader policy away, and one without the
// protected resources deleted the previous endpoint of a rotation: all that depends on the protected secret went first.
describeWithEngine("a protected connection within a rotation", () => {
  const reader = "arn:aws:iam::123456789012:role/app";
  let journey: Journey;
  let written: string | undefined;
  beforeAll(async () => {
    const who = tenant({ environment: "live" });
    journey = await Journey.provisioned({ who, plain: { secretReaders: [reader] } });
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await journey.up();
    written = journey.aws.currentValue(journey.secretName);
  });
  afterAll(() => journey.close());

  it.each([
    ["a destroy", ["destroy", "--yes"], false],
    ["a destroy without preview", ["destroy", "--yes", "--skip-preview"], false],
    [
      "a destroy of all that is not protected",
      ["destroy", "--yes", "--skip-preview", "--exclude-protected"],
      true,
    ],
  ])(
    "is left whole by %s: endpoints, value and policy stay, and the drift check is clean",
    async (_, args, ends) => {
      const { code, writes, text } = await journey.pulumi(...args);
      expect({ ends: code === 0, writes }).toEqual({ ends, writes: [] });
      if (!ends) expect(text).toMatch(/protected/);
      expect(journey.endpoints().map(({ status }) => status)).toEqual(["enabled", "enabled"]);
      expect(journey.aws.currentValue(journey.secretName) === written).toBe(true);
      expect(journey.aws.secret(journey.secretName)?.policy).toContain(reader);
      expect((await journey.preview()).code).toBe(0);
    },
  );

  it("goes as a whole once it is not protected any more", async () => {
    await journey.configure("protect", "false");
    expect((await journey.up()).writes).toEqual([]);
    expect((await journey.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect(journey.endpoints()).toEqual([]);
    expect(journey.aws.secret(journey.secretName)?.deletedDate).toBeDefined();
  });
});
