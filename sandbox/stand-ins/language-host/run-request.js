/**
 * What `cmd/run` of the SDK gets on its command line: the flags in the order of Pulumi's own host, empty ones left
 * out, then the entry point and the program's arguments. The program talks to the engine's monitor itself: the proxy
 * of Pulumi's host serves synchronous invokes, which SDKs since 2019 no longer need.
 *
 * @param {any} request a RunRequest
 * @param {{ engineAddress: string, tracing: string }} host
 * @returns {string[]}
 */
function programArguments(request, host) {
  const info = request.getInfo();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: host.engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    "dry-run": request.getDryrun(),
    parallel: String(request.getParallel()),
    tracing: host.tracing,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => {
    if (!value) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, value];
  });
  return [...args, info.getEntryPoint(), ...request.getArgsList()];
}

/**
 * Environment of the program: the host's own, the configuration, and how to run TypeScript.
 *
 * @param {any} request a RunRequest
 * @param {import("./runtime-options.js").RuntimeOptions} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function programEnvironment(request, options, env) {
  return {
    ...env,
    PULUMI_CONFIG: configuration(request),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
  };
}

/** The configuration as JSON, under the old form of its keys, as Pulumi's host passes it on. @param {any} request */
function configuration(request) {
  const entries = [...request.getConfigMap().entries()].map(([key, value]) => [programKey(key), value]);
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/**
 * `namespace:name`, or the old `namespace:config:name`, as `namespace:config:name`.
 *
 * @param {string} key
 * @returns {string}
 */
function programKey(key) {
  const parts = key.split(":");
  const isOld = parts.length === 3 && parts[1] === "config";
  if (parts.length !== 2 && !isOld) throw new Error(`could not parse ${key} as a configuration key`);
  return `${parts[0]}:config:${parts.at(-1)}`;
}

module.exports = { programArguments, programEnvironment };
