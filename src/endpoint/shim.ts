import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The dynamic provider of the endpoint as every stack's state holds it, `__provider`. It only loads the real provider
 * (package export `./provider`) at run time, so that refresh and destroy run today's code and no change of code is a
 * diff. It is a text, as Pulumi's serializer once wrote it, since another text would be an update in every stack:
 * whatever a later SDK or compiler would make of the same functions. It also spares each run the serializer's work, some
 * tenths of a second. Pulumi: sdk/nodejs/cmd/dynamic-provider.
 */
export const SHIM = readFileSync(join(__dirname, "shim.txt"), "utf8");

/** Type of the endpoint in Pulumi: `pulumi-nodejs:dynamic/MODULE:TYPE`, as the SDK's `dynamic.Resource` forms it. */
export const ENDPOINT_TYPE = "pulumi-nodejs:dynamic/stripe:WebhookEndpoint";
