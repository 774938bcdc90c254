import { stripeAddress } from "../../src/stripe/address";

it.each([
  ["Stripe itself when nothing is set", undefined, { protocol: "https", host: "api.stripe.com", port: 443 }],
  ["Stripe itself when it is empty", "", { protocol: "https", host: "api.stripe.com", port: 443 }],
  ["an emulator", "http://127.0.0.1:12111", { protocol: "http", host: "127.0.0.1", port: 12111 }],
  ["an emulator by name", "http://localhost:12111/", { protocol: "http", host: "localhost", port: 12111 }],
  [
    "an emulator on IPv6, as Node takes it",
    "http://[::1]:12111",
    { protocol: "http", host: "::1", port: 12111 },
  ],
  ["http's own port", "http://127.0.0.1", { protocol: "http", host: "127.0.0.1", port: 80 }],
  [
    "a gateway over https",
    "https://stripe.example",
    { protocol: "https", host: "stripe.example", port: 443 },
  ],
  [
    "a gateway's port",
    "https://stripe.example:8443",
    { protocol: "https", host: "stripe.example", port: 8443 },
  ],
])("the address is %s", (_, base, address) => {
  expect(stripeAddress(base)).toEqual(address);
});

it.each([
  ["http to another machine", "http://stripe.example"],
  ["http to a name that only begins like this machine", "http://127.0.0.1.example"],
  ["http to any address of this machine", "http://0.0.0.0:12111"],
  ["a path", "https://stripe.example/v1"],
  ["a query", "https://stripe.example/?a=1"],
  ["a fragment", "https://stripe.example/#a"],
  ["a user", "https://me@stripe.example"],
  ["a password", "https://:hunter2@stripe.example"],
  ["no scheme", "127.0.0.1:12111"],
  ["another scheme", "ftp://127.0.0.1"],
])("refuses %s, without repeating it", (_, base) => {
  expect(() => stripeAddress(base)).toThrow(
    expect.objectContaining({
      message: `stripe-address-invalid: STRIPE_API_BASE must be https://HOST[:PORT], or http://127.0.0.1:PORT for an emulator on this machine.
  where  environment variable STRIPE_API_BASE
  next   unset STRIPE_API_BASE   (to work with Stripe itself)
  Nothing was written.`,
    }),
  );
});
