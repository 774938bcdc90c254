import { bucketAddressOf } from "../../src/aws/bucket-address";

const PLAIN = {
  bucket: "states",
  prefix: "",
  isAnonymous: false,
  isInPath: false,
  isAccelerated: false,
  isDualStack: false,
  isFips: false,
};

// As gocloud.dev reads these addresses, by which the engine opens them.
it.each([
  ["a bucket alone", "s3://states", {}],
  ["a region", "s3://states?region=eu-central-1&awssdk=v2", { region: "eu-central-1" }],
  ["a folder", "s3://states/team/a", { prefix: "team/a/" }],
  ["a folder with its slash", "s3://states/team/?region=r", { prefix: "team/", region: "r" }],
  ["a slash alone", "s3://states/", {}],
  ["a prefix before the folder", "s3://states/a?prefix=b/", { prefix: "b/a/" }],
  ["a folder with a space", "s3://states/our%20team", { prefix: "our team/" }],
  [
    "a profile and a role",
    "s3://states?profile=p&role=arn:aws:iam::1:role/r",
    { profile: "p", role: "arn:aws:iam::1:role/r" },
  ],
  [
    "another server, bucket in the path",
    "s3://states?endpoint=https://minio.example:9000&s3ForcePathStyle=true",
    { endpoint: "https://minio.example:9000", isInPath: true },
  ],
  ["another server without a scheme", "s3://states?endpoint=minio:9000", { endpoint: "https://minio:9000" }],
  [
    "another server without TLS",
    "s3://states?endpoint=minio:9000&disableSSL=true",
    { endpoint: "http://minio:9000" },
  ],
  ["use_path_style", "s3://states?use_path_style=1", { isInPath: true }],
  ["a false switch", "s3://states?use_path_style=false&fips=0", {}],
  [
    "AWS's special hosts",
    "s3://states?fips=true&dualstack=T&accelerate=True",
    { isFips: true, isDualStack: true, isAccelerated: true },
  ],
  ["nobody's credentials", "s3://states?anonymous=true", { isAnonymous: true }],
  ["capitals and dots in the bucket's name", "s3://Our.States", { bucket: "Our.States" }],
])("reads an address with %s", (_, url, expected) => {
  expect(bucketAddressOf(url)).toEqual({ ...PLAIN, ...expected });
});
