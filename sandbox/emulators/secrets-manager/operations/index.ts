export {
  createSecret as CreateSecret,
  deleteSecret as DeleteSecret,
  restoreSecret as RestoreSecret,
} from "./life-cycle";
export {
  describeSecret as DescribeSecret,
  listSecretVersionIds as ListSecretVersionIds,
  tagResource as TagResource,
  untagResource as UntagResource,
} from "./metadata";
export {
  batchGetSecretValue as BatchGetSecretValue,
  getSecretValue as GetSecretValue,
} from "./read-secret";
export {
  deleteResourcePolicy as DeleteResourcePolicy,
  getResourcePolicy as GetResourcePolicy,
  putResourcePolicy as PutResourcePolicy,
} from "./secret-policy";
export {
  putSecretValue as PutSecretValue,
  updateSecret as UpdateSecret,
  updateSecretVersionStage as UpdateSecretVersionStage,
} from "./write-value";
