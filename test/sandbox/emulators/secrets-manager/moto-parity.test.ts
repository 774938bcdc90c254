import { clientFor, startEmulatedAws } from "./emulated-aws";
import { findMoto, type MotoServer, startMoto } from "./moto-server";
import { paritySequence, runSequence } from "./parity-sequence";

const moto = findMoto();
const describeWithMoto = moto ? describe : describe.skip;
const reason = moto ? "" : " (skipped: no moto_server in MOTO_SERVER, on PATH or in .sandbox/tools/moto)";

describeWithMoto(`Secrets Manager emulator beside moto${reason}`, () => {
  let server: MotoServer;
  let fromMoto: Record<string, unknown>;
  let fromEmulator: Record<string, unknown>;

  beforeAll(async () => {
    server = await startMoto(moto ?? "");
    const client = clientFor(server.url);
    fromMoto = await runSequence(client);
    client.destroy();
    fromEmulator = await runSequence((await startEmulatedAws()).aws);
  }, 60_000);

  afterAll(() => server?.stop());

  it.each(paritySequence)("answers like moto when asked to $title", ({ title }) => {
    expect(fromEmulator).toHaveProperty([title]);
    expect(fromEmulator[title]).toEqual(fromMoto[title]);
  });

  it("gives each call of the sequence its own title", () => {
    expect(new Set(paritySequence.map(({ title }) => title)).size).toBe(paritySequence.length);
  });
});
