// Loaded before a command: writes its highest resident memory, in KB, to a file when it ends.
const { writeFileSync } = require("node:fs");

process.once("exit", () => {
  writeFileSync(process.env.PLENIGO_STRIPE_PEAK_FILE ?? "", String(process.resourceUsage().maxRSS));
});
