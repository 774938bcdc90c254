# Stands for `curl`: what the test has put into FAKE_DOWNLOADS, by its file name.
note_call curl "" "$@"
while [ $# -gt 0 ]; do
  case $1 in
    --output) output=$2 && shift ;;
    https://*) url=$1 ;;
  esac
  shift
done
cp "$FAKE_DOWNLOADS/${url##*/}" "$output" 2> /dev/null || exit 22
