import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder for one test. Remove it afterwards. */
export function testFolder(): string {
  return mkdtempSync(join(tmpdir(), "plenigo-stripe-engine-"));
}

/** Writes an executable shell script; its folder is made. */
export function writeCommand(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A `pulumi` that says it is of that version. */
export function fakePulumi(path: string, version: string): string {
  return writeCommand(path, `echo ${version}`);
}

/** A `go` whose build makes a `pulumi` of that version, and writes its arguments to `go.log` beside itself. */
export function fakeGo(path: string, version: string): string {
  return writeCommand(
    path,
    `echo "$(pwd) $*" >> "$(dirname "$0")/go.log"
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\necho ${version}\\n' > "$2"
chmod +x "$2"`,
  );
}

/** Names in a folder, sorted. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
