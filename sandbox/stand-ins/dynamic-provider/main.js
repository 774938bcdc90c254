const { createRequire } = require("node:module");
const path = require("node:path");
const { endWithEngine } = require("../plugin/engine-lifetime.js");

// Not a stand-in: the SDK's own server for dynamic resources, found from the program's folder like Pulumi's shell
// script does. The script is not a part of an engine built from source; unlike it, this process ends with the engine.
const server = "@pulumi/pulumi/cmd/dynamic-provider";

endWithEngine();
createRequire(path.join(process.cwd(), "package.json"))(server);
