import { Secret } from "@pulumi/aws/secretsmanager/index.js";
import * as pulumi from "@pulumi/pulumi";

const provider = {
  async create() {
    return { id: "trivial", outs: {} };
  },
};

class Trivial extends pulumi.dynamic.Resource {
  /** @param {string} name */
  constructor(name) {
    super(provider, name, {});
  }
}

new Trivial("trivial");
new Secret("secret", { recoveryWindowInDays: 0 });
