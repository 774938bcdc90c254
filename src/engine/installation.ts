import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { OWN_MANIFEST, PACKAGE_ROOT } from "../own-manifest";
import { explain, type Remedy, shell, visit } from "../remedies";
import { installedFolder, installedManifest, isAtLeast } from "./versions";

/** What a program runs with. */
export interface Installation {
  /** Folder of the program, absolute; Pulumi runs both program and provider in it. */
  readonly folder: string;
  /** Root of the copy of this package that is asked. Default: this one. */
  readonly own?: string;
  /** Versions of the runtime. */
  readonly versions: { readonly node: string; readonly bun?: string };
}

/** Why packages and runtime do not fit together, and how to fix it. */
export interface InstallationFault {
  readonly what: string;
  readonly next: readonly Remedy[];
}

const SDK = "@pulumi/pulumi";
const AWS = "@pulumi/aws";
const OWN = OWN_MANIFEST.name;

/** Every reason why the component or the provider would fail with an error that names none of this. */
export function installationFaults({
  folder,
  own = PACKAGE_ROOT,
  versions,
}: Installation): InstallationFault[] {
  const faults = [runtimeFault(versions.bun), ownCopyFault(folder, own), twoSdks(folder, own)];
  return [...faults, nodeOfSdk(folder, versions.node)].filter((fault) => fault !== undefined);
}

function runtimeFault(bun: string | undefined): InstallationFault | undefined {
  if (bun === undefined) return undefined;
  return { what: `this is bun ${bun}: ${NO_BUN}`, next: [explain("in Pulumi.yaml: runtime: nodejs")] };
}

/** Why bun will not do. Pulumi's documentation of its bun runtime lists dynamic providers as unsupported. */
export const NO_BUN = "Pulumi's dynamic providers, and with them the endpoint, need Node";

/**
 * The stored provider asks for this package from the program's folder, whatever has declared the component
 * (src/endpoint/shim.txt). A strict package manager shows it only what the program itself names.
 */
function ownCopyFault(folder: string, own: string): InstallationFault | undefined {
  const { version } = readManifest(own);
  const save = [
    shell(`npm install --save-exact ${OWN}@${version}`),
    shell(`pnpm add --save-exact ${OWN}@${version}`),
  ];
  const found = isInside(folder, own) ? readManifest(own) : installedManifest(folder, OWN);
  if (!found) {
    return {
      what: `${OWN} is not a dependency of the program itself: Pulumi's provider does not find it from ${folder}`,
      next: save,
    };
  }
  if (found.version === version) return undefined;
  return {
    what: `two versions of ${OWN} are installed: the program has ${found.version}, and what it uses has ${version}`,
    next: save,
  };
}

/** Each copy of the SDK has connections and settings of its own. Yarn 1 gives `@pulumi/aws` a newer one than the program's. */
function twoSdks(folder: string, own: string): InstallationFault | undefined {
  const ofProgram = installedManifest(folder, SDK)?.version;
  const aws = installedFolder(folder, AWS);
  const others = [[OWN, own] as const, ...(aws ? [[AWS, aws] as const] : [])];
  for (const [name, root] of others) {
    const version = installedManifest(root, SDK)?.version;
    if (!ofProgram || !version || ofProgram === version) continue;
    return {
      what: `two versions of ${SDK} are installed: the program has ${ofProgram}, and ${name} has ${version}`,
      next: [
        shell(`npm install --save-exact ${SDK}@${ofProgram} && npm dedupe`),
        explain(`with pnpm or yarn, in package.json: "resolutions": { "${SDK}": "${ofProgram}" }`),
      ],
    };
  }
  return undefined;
}

function nodeOfSdk(folder: string, node: string): InstallationFault | undefined {
  const sdk = installedManifest(folder, SDK);
  const [, oldest] = /^>= ?v?([\d.]+)$/.exec(sdk?.engines?.node ?? "") ?? [];
  if (!oldest || isAtLeast(node, oldest)) return undefined;
  return {
    what: `${SDK} ${sdk?.version} needs Node ${oldest} or newer, and this is Node ${node}`,
    next: [
      visit("https://nodejs.org/en/download"),
      shell(
        `npm install --save-exact ${SDK}@${OWN_MANIFEST.devDependencies[SDK]}`,
        `runs on Node ${OWN_MANIFEST.engines.node.replace(">=", "")}`,
      ),
    ],
  };
}

/** Whether the folder belongs to the package itself, as a clone's program does: it then finds the package by its own name. */
function isInside(folder: string, own: string): boolean {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, "package.json"))) return realpathSync(above) === realpathSync(own);
    if (above === dirname(above)) return false;
  }
}

function readManifest(root: string): { readonly version: string } {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}
