# Stands for `npx`: what only reads files is run, everything else leaves its words and the report that the test gives.
# Refuses a call that would fetch the package from the registry where it is not installed.
note_call npx "" "$@"
if [ "$1" != --no ] || [ "$2" != -- ]; then exit 127; fi
if [ "$3" != plenigo-stripe ]; then exit "${FAKE_CODE:-0}"; fi
shift 3
case $2 in
  matrix) if [ -n "${FAKE_MATRIX:-}" ]; then printf '%s' "$FAKE_MATRIX" && exit; fi ;;
esac
case $2 in
  list | matrix) exec "$NODE" "$HERE/../../../entry/plenigo-stripe.cjs" "$@" ;;
  up | preview) if [ -n "${FAKE_NEEDS_ENGINE:-}" ] && ! command -v pulumi > /dev/null; then exit 126; fi ;;
esac
last=
code=${FAKE_CODE:-0}
for word in "$@"; do
  if [ "$last" = --markdown ] && [ -n "${FAKE_REPORT:-}" ]; then printf '%s' "$FAKE_REPORT" > "$word"; fi
  for failing in ${FAKE_FAILING:-}; do
    if [ "$word" = "$failing" ]; then code=1; fi
  done
  last=$word
done
exit "$code"
