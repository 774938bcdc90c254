# Stands for `npm`: `npm ci` links what this checkout has installed, this package among it, as a tenant's would have, and
# `npm view` gives the registry's answer for a version of the day that the test names.
note_call npm "" "$@"
checkout=$(cd "$HERE/../../.." && pwd)
if [ "$1" = ci ] && [ ! -e node_modules ]; then
  mkdir node_modules
  ln -s "$checkout" node_modules/plenigo-stripe
  ln -s "$checkout/node_modules/@pulumi" node_modules/@pulumi
elif [ "$1" = view ] && [ "$3" = time ]; then
  printf '{"9.9.9":"%s"}' "${FAKE_PUBLISHED:-}"
elif [ "$1" = view ]; then
  echo 9.9.9
fi
