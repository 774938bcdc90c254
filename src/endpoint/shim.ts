import type * as pulumi from "@pulumi/pulumi";
import type * as provider from "./provider";
import type { ProviderConfig } from "./session";

/**
 * What Pulumi serializes into every stack's state. It only loads the real provider (package export `./provider`) at run
 * time, so that refresh and destroy run today's code and no change of code is a diff. Its text must not change: it
 * would be an update in every stack. No comments inside, no logic, nothing captured but `load`.
 */
const load = (): typeof provider =>
  require("node:module").createRequire(`${process.cwd()}/package.json`)("plenigo-stripe/provider");

/** The dynamic provider of WebhookEndpoint; one object for all resources, so that Pulumi serializes it once. */
export const shim: pulumi.dynamic.ResourceProvider & ThisType<{ config: ProviderConfig }> = {
  async configure(req) {
    this.config = req.config;
  },
  async check(olds, news) {
    return load().check(this.config, olds, news);
  },
  async diff(id, olds, news) {
    return load().diff(this.config, id, olds, news);
  },
  async create(inputs) {
    return load().create(this.config, inputs);
  },
  async read(id, props) {
    return load().read(this.config, id, props);
  },
  async update(id, olds, news) {
    return load().update(this.config, id, olds, news);
  },
  async delete(id, props) {
    return load().del(this.config, id, props);
  },
};
