# Stands for GitHub's CLI: leaves its words and the text it was to post, and answers what the test says is there.
body=
last=
for word in "$@"; do
  case $word in body=@*) body=${word#body=@} ;; esac
  if [ "$last" = --body-file ]; then body=$word; fi
  last=$word
done
note_call gh "$body" "$@"
case "$1 $2" in
  'api --paginate') printf '%s' "${FAKE_COMMENTS:-[]}" ;;
  'issue list') printf '%s' "${FAKE_ISSUES:-[]}" ;;
esac
