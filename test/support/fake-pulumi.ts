import { chmodSync } from "node:fs";
import { join } from "node:path";
import { folderWith, PROJECT } from "./project-folder";

const PATH = process.env.PATH;
afterEach(() => {
  process.env.PATH = PATH;
});

/**
 * A project whose `pulumi` on PATH answers for its version and else runs `script`, until the test ends.
 * @returns the project's folder
 */
export function projectWithPulumi(script: string, files: Readonly<Record<string, string>> = {}): string {
  const text = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.274.1; exit; fi\n${script}\n`;
  const folder = folderWith({ "bin/pulumi": text, "Pulumi.yaml": PROJECT, ...files });
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  process.env.PATH = `${join(folder, "bin")}:${PATH}`;
  return folder;
}

/** Takes every command from PATH until the test ends. */
export function withoutPulumi(): void {
  process.env.PATH = folderWith({});
}
