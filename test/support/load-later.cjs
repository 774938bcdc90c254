// Preloaded into each Node process of a journey. Pulumi's SDK loads npm's dependency tree and the TypeScript compiler at
// each start, two thirds of the time that its start takes, and uses them only to serialize functions; and what it needs
// to trace, which nobody asks for. Here they are loaded when they are first used. A run starts three to five such
// processes.
const Module = /** @type {any} */ (require("node:module"));

const LATER = new Set([
  "@npmcli/arborist",
  "normalize-package-data",
  "typescript",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);
const SDK = /[\\/]@pulumi[\\/]pulumi[\\/]/;

const load = Module._load;

/** @this {unknown} @param {string} id @param {NodeJS.Module | undefined} parent @param {unknown[]} rest */
Module._load = function (id, parent, ...rest) {
  if (!LATER.has(id) || !SDK.test(parent?.filename ?? "")) return load.call(this, id, parent, ...rest);
  /** @type {any} */
  let loaded;
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === "__esModule") return true;
        loaded ??= load.call(this, id, parent, ...rest);
        return name === "default" && !loaded.__esModule ? loaded : loaded[name];
      },
    },
  );
};
