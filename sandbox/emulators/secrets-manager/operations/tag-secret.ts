import { missing } from "../request-input";
import { checkTagCount, checkTagKey, readTags } from "../secret-rules";
import { findUsableSecret, type Operation } from "./operation";

/** Adds tags and overwrites those of the same key. */
export const tagResource: Operation = {
  isWrite: true,
  run(input, context) {
    const added = input.structures("Tags") ? readTags(input) : missing("Tags");
    const secret = findUsableSecret(input, context, "TagResource");
    const tags = { ...secret.tags, ...added };
    checkTagCount(tags, "InvalidParameterException");
    secret.tags = tags;
    secret.lastChangedDate = context.now;
    return {};
  },
};

/** Keys that the secret doesn't have are no error. */
export const untagResource: Operation = {
  isWrite: true,
  run(input, context) {
    const keys = input.texts("TagKeys", {}, { min: 1, max: 128 }) ?? missing("TagKeys");
    for (const key of keys) checkTagKey(key);
    const secret = findUsableSecret(input, context, "UntagResource");
    secret.tags = Object.fromEntries(Object.entries(secret.tags).filter(([key]) => !keys.includes(key)));
    secret.lastChangedDate = context.now;
    return {};
  },
};
