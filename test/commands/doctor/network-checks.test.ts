import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { finding } from "./examination";
import { services, useServices } from "./services";

useServices();

describe("proxy", () => {
  it.each([
    ["none", {}, /^ok: no proxy/],
    ["one, and 127.0.0.1 is left out", { https_proxy: "http://proxy:1", no_proxy: "x,127.0.0.1" }, /^ok/],
    ["one alone", { https_proxy: "http://proxy:1" }, /^failure: https_proxy is set/],
    [
      "a blank, which gRPC does not skip",
      { http_proxy: "http://proxy:1", no_proxy: "x, 127.0.0.1" },
      /^failure/,
    ],
    ["upper case only", { HTTPS_PROXY: "http://proxy:1" }, /^warning: HTTPS_PROXY is set/],
    ["upper case, and left out", { HTTPS_PROXY: "http://proxy:1", NO_PROXY: "127.0.0.1" }, /^ok/],
  ])("judges %s", async (_, env, text) => expect((await finding("proxy", { env })).text).toMatch(text));
});

describe("addresses", () => {
  it.each([
    ["Stripe's and AWS's own", {}, /^ok/],
    [
      "an emulator",
      { STRIPE_API_BASE: "http://127.0.0.1:1" },
      /^warning: .*STRIPE_API_BASE=http:\/\/127\.0\.0\.1:1$/,
    ],
    [
      "one in clear text on another machine",
      { STRIPE_API_BASE: "http://example.com" },
      /^failure: stripe-address-invalid/,
    ],
    [
      "a password in it, which is not shown",
      { AWS_ENDPOINT_URL: "https://u:geheim@aws.example" },
      /^warning: .*=https:\/\/aws\.example$/,
    ],
  ])("judges %s", async (_, env, text) => expect((await finding("addresses", { env })).text).toMatch(text));
});

describe("clock", () => {
  it.each([
    ["right", 0, /^ok/],
    ["45 seconds fast", 45, /^warning: the clock is 4[3-7] seconds fast/],
    ["45 seconds slow", -45, /^warning: the clock is 4[3-7] seconds slow/],
    ["six minutes fast", 360, /^failure: the clock is 3[56]\d seconds fast: AWS refuses/],
  ])("is told when it is %s", async (_, seconds, text) => {
    const now = () => Date.now() + seconds * 1000;
    expect((await finding("clock", { env: services.env, now })).text).toMatch(text);
  });

  it("is given up when the time is over, and what was asked is let go", async () => {
    let letGo = (_: unknown) => {};
    const isLetGo = new Promise((resolve) => {
      letGo = resolve;
    });
    const mute = createServer((request) => request.socket.once("close", letGo));
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const env = { STRIPE_API_BASE: url, AWS_ENDPOINT_URL: url };
    expect((await finding("clock", { env, limitMs: 500 })).text).toBe(
      "failure: no answer within 0.5 seconds",
    );
    await isLetGo;
    mute.close();
  }, 8000);

  it("can't be judged while nobody answers", async () => {
    const env = { STRIPE_API_BASE: "http://127.0.0.1:1", AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    expect((await finding("clock", { env })).text).toMatch(
      /^skipped: neither Stripe nor AWS answered: ECONNREFUSED/,
    );
  });
});
