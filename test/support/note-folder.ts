import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** Before any test: makes the folders of the leak sweep's notes and of the emulators' journals, one for both kinds of tests. */
export default function makeNoteFolder(): void {
  const sandbox = join(CHECKOUT, ".sandbox");
  mkdirSync(sandbox, { recursive: true });
  process.env.PLENIGO_STRIPE_LEAK_NOTES ??= mkdtempSync(join(sandbox, "leak-notes-"));
  process.env.PLENIGO_STRIPE_WRITES ??= mkdtempSync(join(sandbox, "writes-"));
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
}
