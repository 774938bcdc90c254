// A process that runs this package's own program for stack after stack (src/engine/program-hosts.ts).
const { load, loadAnew } = require("./code.cjs");

load("engine/program-host").hostProgram(() => loadAnew("index"));
