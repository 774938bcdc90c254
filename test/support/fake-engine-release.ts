import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version as engineVersion } from "@pulumi/pulumi/package.json";
import { fakeProgramText } from "./fake-programs";
import { folderWith } from "./project-folder";

const ARCHIVE = `pulumi-v${engineVersion}-linux-${process.arch === "arm64" ? "arm64" : "x64"}.tar.gz`;

/** Pulumi's release of the engine that belongs to the SDK, as the stand-in for `curl` serves it. */
export interface FakeEngineRelease {
  readonly folder: string;
  readonly archive: string;
  /** SHA-256 of the archive, in hex. */
  readonly checksum: string;
  /** The file of checksums that Pulumi publishes with it. */
  readonly checksumsFile: string;
}

/** Makes a release, for one test. */
export function fakeEngineRelease(): FakeEngineRelease {
  const source = folderWith({ "pulumi/pulumi": fakeProgramText("pulumi") });
  chmodSync(join(source, "pulumi/pulumi"), 0o755);
  const folder = folderWith({});
  execFileSync("tar", ["-czf", join(folder, ARCHIVE), "-C", source, "pulumi"]);
  const checksum = createHash("sha256")
    .update(readFileSync(join(folder, ARCHIVE)))
    .digest("hex");
  const checksumsFile = `pulumi-${engineVersion}-checksums.txt`;
  const other = `${"0".repeat(64)}  pulumi-v${engineVersion}-windows-x64.zip\n`;
  writeFileSync(join(folder, checksumsFile), `${other}${checksum}  ${ARCHIVE}\n`);
  return { folder, archive: ARCHIVE, checksum, checksumsFile };
}
