import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { emulatedStripe, endpointParams, publisher } from "./emulated-stripe";

const binary = resolve(__dirname, "../../../../node_modules/.bin/stripe");
const home = mkdtempSync(join(tmpdir(), "stripe-cli-"));
const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: "1" };
const probe = spawnSync(binary, ["--help"], { env, timeout: 20_000 });
const obstacle = probe.error?.message ?? (probe.status === 0 ? undefined : `exit code ${probe.status}`);
const describeIf = obstacle ? describe.skip : describe;
const title = obstacle ? `the Stripe CLI (skipped, it can't run here: ${obstacle})` : "the Stripe CLI";

/** Runs the CLI with a key against an emulator; resolves to what it printed, whatever its exit code. */
function cli(url: string, ...args: string[]): Promise<string> {
  const options = ["--api-base", url, "--api-key", publisher.testKey, "--color", "off"];
  return new Promise((done) => {
    execFile(binary, [...args, ...options], { env, timeout: 20_000 }, (_error, stdout, stderr) =>
      done(stdout + stderr),
    );
  });
}

/** The JSON in what the CLI printed. */
function json(text: string) {
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

afterAll(() => rmSync(home, { recursive: true, force: true }));

describeIf(title, () => {
  it("creates an endpoint and sees its signing secret", async () => {
    const { emulator } = await emulatedStripe();
    const events = endpointParams.enabled_events.flatMap((name) => ["-d", `enabled_events[]=${name}`]);
    const printed = await cli(
      emulator.url,
      ..."webhook_endpoints create -d metadata[a]=1 -d".split(" "),
      `url=${endpointParams.url}`,
      ...events,
    );
    expect(json(printed)).toEqual(emulator.endpoints(publisher.id, "test")[0]);
    expect(json(printed)).toMatchObject({ ...endpointParams, metadata: { a: "1" } });
  });

  it("lists and updates endpoints", async () => {
    const { emulator } = await emulatedStripe();
    const { id, secret: _, ...rest } = emulator.addEndpoint(publisher.id, "test", endpointParams);
    expect(json(await cli(emulator.url, "webhook_endpoints", "list", "--limit", "5")).data).toEqual([
      { id, ...rest },
    ]);
    const updated = await cli(emulator.url, "webhook_endpoints", "update", id, "-d", "disabled=true");
    expect(json(updated)).toEqual({ id, ...rest, status: "disabled" });
  });

  it("deletes an endpoint", async () => {
    const { emulator } = await emulatedStripe();
    const { id } = emulator.addEndpoint(publisher.id, "test", endpointParams);
    await cli(emulator.url, "webhook_endpoints", "delete", id, "--confirm");
    expect(emulator.endpoints(publisher.id, "test")).toEqual([]);
  });

  it("shows the emulator's refusals", async () => {
    const { emulator } = await emulatedStripe();
    const printed = await cli(emulator.url, "webhook_endpoints", "retrieve", "we_none");
    expect(printed).toContain("No such webhook endpoint: 'we_none'");
  });

  it("triggers an event", async () => {
    const { emulator } = await emulatedStripe();
    await cli(emulator.url, "trigger", "payment_intent.created");
    expect(emulator.events(publisher.id, "test").map(({ type }) => type)).toEqual(["payment_intent.created"]);
  });
});
