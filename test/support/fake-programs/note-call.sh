# Notes a call of a stand-in for the test that asks: its words, and whether a job's credentials were there already.
# note_call PROGRAM FILE-OR-NOTHING WORDS…; the file holds the text that was to be posted.
note_call() {
  program=$1 body=$2
  shift 2
  has=false
  if [ -n "${AWS_ACCESS_KEY_ID:-}${AWS_SESSION_TOKEN:-}${AWS_ID_TOKEN:-}" ]; then has=true; fi
  if [ -s "${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ]; then has=true; fi
  jq -nc --arg program "$program" --argjson has "$has" --rawfile body "${body:-/dev/null}" --arg file "$body" \
    '{program: $program, words: $ARGS.positional, hasCredentials: $has} + if $file == "" then {} else {body: $body} end' \
    --args -- "$@" >> "$FAKE_LOG"
}
