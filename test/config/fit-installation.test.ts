import { refuseUnfitInstallation } from "../../src/config/fit-installation";
import { folderWith } from "../support/project-folder";

it("lets this checkout's own program run", () => {
  expect(() => refuseUnfitInstallation()).not.toThrow();
});

it("ends a program in one message that has every reason", () => {
  const folder = folderWith({ "package.json": "{}" });
  const versions = { ...process.versions, bun: "1.3.0" };
  expect(() => refuseUnfitInstallation(folder, versions)).toThrow(
    /^installation-unfit: this is bun 1\.3\.0: .*; plenigo-stripe is not a dependency .*\n {2}where .*\n {2}next {3}\(in Pulumi\.yaml/,
  );
});
