#!/usr/bin/env bash
# Installs Pulumi's engine in the version of @pulumi/pulumi, and the AWS plugin in the version of @pulumi/aws, as the
# project's lock file pins them. For Linux with curl; run it after `npm ci`, and before the job has any credentials.
#
# The engine's archive must have the SHA-256 of PULUMI_SHA256, or where that is empty the one that Pulumi published with
# the release. AWS_PLUGIN_SHA256 does the same for the plugin; for plugins Pulumi publishes no SHA-256.
set -euo pipefail

for name in AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN AWS_ID_TOKEN STRIPE_API_KEY PULUMI_CONFIG_PASSPHRASE PULUMI_ACCESS_TOKEN; do
  if [ -n "${!name:-}" ]; then
    echo "$name is set. Install the engine before this job has credentials." >&2
    exit 1
  fi
done

versions=$(node -p "['@pulumi/pulumi', '@pulumi/aws'].map((name) => require(name + '/package.json').version).join(' ')")
read -r engine plugin <<< "$versions"

case $(uname -sm) in
  'Linux x86_64') platform=linux-x64 ;;
  'Linux aarch64' | 'Linux arm64') platform=linux-arm64 ;;
  *) echo "This installs the engine on Linux only, x86_64 or arm64; this is $(uname -sm)." >&2 && exit 1 ;;
esac

archive=pulumi-v$engine-$platform.tar.gz
release=https://github.com/pulumi/pulumi/releases/download/v$engine
bin=$HOME/.pulumi/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

download() { curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$work/$1" "$release/$1"; }

download "$archive"
if [ -n "${PULUMI_SHA256:-}" ]; then
  printf '%s  %s\n' "$PULUMI_SHA256" "$archive" > "$work/expected"
else
  download "pulumi-$engine-checksums.txt"
  awk -v archive="$archive" '$2 == archive' "$work/pulumi-$engine-checksums.txt" > "$work/expected"
fi
# An empty list is refused too.
(cd "$work" && sha256sum --check --strict expected) >&2

rm -rf "$bin"
mkdir -p "$bin"
tar -xzf "$work/$archive" -C "$bin" --strip-components=1
"$bin/pulumi" plugin install resource aws "$plugin" --exact ${AWS_PLUGIN_SHA256:+--checksum "$AWS_PLUGIN_SHA256"} >&2

if [ -n "${GITHUB_PATH:-}" ]; then echo "$bin" >> "$GITHUB_PATH"; fi
echo "Pulumi $engine and the AWS plugin $plugin are installed." >&2
