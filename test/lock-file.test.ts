import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (file: string) => readFileSync(join(CHECKOUT, file), "utf8");
const { lockfileVersion, packages } = JSON.parse(read("package-lock.json")) as {
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
};
const locked = Object.entries(packages).filter(([path]) => path !== "");

/** Packages with an install script, and why they work without. */
const WORKS_WITHOUT_SCRIPT: Readonly<Record<string, string>> = {
  "@parcel/watcher": "builds what its platform packages bring ready-made",
  "@stripe/cli": "downloads what its platform packages bring; only for --no-optional",
  "@swc/core": "looks whether the platform's package is there",
  protobufjs: "warns of version ranges",
};

it("holds every package to its content", () => {
  expect(lockfileVersion).toBe(3);
  const loose = locked.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
  expect(loose.map(([path]) => path)).toEqual([]);
});

it("names no other source than npm's registry", () => {
  const sources = locked.flatMap(([, { resolved }]) => resolved ?? []);
  expect(sources.filter((url) => !url.startsWith("https://registry.npmjs.org/"))).toEqual([]);
  expect(locked.filter(([, { link }]) => link)).toEqual([]);
});

it("needs no install script: they are turned off, and those that there are have a reason to be left out", () => {
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = withScript.map(([path]) => path.split("node_modules/").at(-1) ?? "");
  expect(names.sort()).toEqual(Object.keys(WORKS_WITHOUT_SCRIPT).sort());
});

it("has the versions that the manifest asks for", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));
  expect(packages[""]).toMatchObject({ dependencies, devDependencies });
});
