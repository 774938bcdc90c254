export {
  createSecret as CreateSecret,
  deleteSecret as DeleteSecret,
  restoreSecret as RestoreSecret,
} from "./life-cycle";
export {
  deleteResourcePolicy as DeleteResourcePolicy,
  describeSecret as DescribeSecret,
  getResourcePolicy as GetResourcePolicy,
  listSecretVersionIds as ListSecretVersionIds,
  putResourcePolicy as PutResourcePolicy,
  tagResource as TagResource,
  untagResource as UntagResource,
} from "./metadata";
export {
  batchGetSecretValue as BatchGetSecretValue,
  getSecretValue as GetSecretValue,
} from "./read-secret";
export {
  putSecretValue as PutSecretValue,
  updateSecret as UpdateSecret,
  updateSecretVersionStage as UpdateSecretVersionStage,
} from "./write-value";
