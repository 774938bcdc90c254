import { chmodSync } from "node:fs";
import { join } from "node:path";
import { folderWith, PROJECT } from "./project-folder";

/**
 * A project, and an environment whose `pulumi` answers for its version and else runs `script`. It goes with the test.
 * @param files more of the project's, by their path
 */
export function projectWithPulumi(script: string, files: Readonly<Record<string, string>> = {}) {
  const text = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.274.1; exit; fi\n${script}\n`;
  const cwd = folderWith({ "bin/pulumi": text, "Pulumi.yaml": PROJECT, ...files });
  chmodSync(join(cwd, "bin/pulumi"), 0o755);
  return { cwd, env: { ...process.env, PATH: `${join(cwd, "bin")}:${process.env.PATH}` } };
}
