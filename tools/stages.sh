# What tools/check and tools/nightly have in common; sourced by both. Logs go to build/check/.
mkdir -p build/check
jobs=$(nproc)
times=''
current=''
# took SECONDS WHAT: for the table at the end.
took() { times+=$(printf '%5d s  %s' "$1" "$2")$'\n'; }
# stage WHAT COMMAND…: says when it begins, and remembers how long it took.
stage() {
  local what=$1 begun=$SECONDS
  current=$what
  shift
  printf '\n== %s (%s)\n' "$what" "$(date -u +%H:%M:%S)"
  "$@"
  took $((SECONDS - begun)) "$what"
}

# beside WHAT COMMAND…: begins something that has time until `joined`, with what the stages in front leave over. Its
# output goes to a log; one at a time.
beside() {
  beside_what=$1
  local begun=$SECONDS
  shift
  printf '\n== beside what follows: %s (%s)\n' "$beside_what" "$(date -u +%H:%M:%S)"
  set -m  # a process group of its own, to be ended as one
  (
    renice -n 19 "$BASHPID" > /dev/null
    "$@"
    echo $((SECONDS - begun)) > build/check/beside.seconds
  ) > build/check/beside.log 2>&1 &
  beside_process=$!
  set +m
}
# joined: waits for what was begun; a failure shows what it said last.
joined() {
  local process=$beside_process
  beside_process=
  wait "$process" || { tail -n 61 build/check/beside.log >&2; echo "failed: $beside_what" >&2; return 1; }
  took "$(cat build/check/beside.seconds)" "$beside_what, beside others"
}
# at_the_end CODE: nothing goes on, and a failure says where.
at_the_end() {
  [ -z "${beside_process:-}" ] || kill -- "-$beside_process" 2> /dev/null || true
  [ "$1" = 0 ] || [ -z "$current" ] || printf '\n== failed at: %s\n%s' "$current" "$times" >&2
}
trap 'at_the_end $?' EXIT

# quietly NAME COMMAND…: its output goes to a log, of which a failure shows the end.
quietly() {
  local log=build/check/$1.log
  shift
  "$@" > "$log" 2>&1 || { tail -n 60 "$log"; echo "failed: $*; all of it is in $log" >&2; return 1; }
}
# tests PRESET CTEST-OPTION…: what the failing ones said is shown, and how ctest ends.
tests() {
  local preset=$1
  shift
  local log=build/check/tests-$preset.log failed=0
  ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure "$@" > "$log" 2>&1 || failed=1
  [ $failed = 0 ] || said_by_failing "$log"
  sed -n '/tests passed,/,$p' "$log"
  [ $failed = 0 ] || { echo "failed: ctest --test-dir build/$preset $*; all of it is in $log" >&2; return 1; }
}
# said_by_failing LOG: the first lines of each failing test in ctest's log. Tests say where and why first.
said_by_failing() {
  awk '/^ *[0-9]+\/[0-9]+ Test +#|^ *Start +[0-9]+: /{ show = /\*\*\*/; left = 25 }
       /^[0-9]+% tests passed/{ exit }
       /^(\[[-=]|Running main|Note: (Google Test filter|Randomizing))/{ next }
       show && left-- > 0 { gsub(/\.\.\.\.+/, " "); print substr($0, 1, 300) }' "$1" >&2
}
# build PRESET TARGET…
build() {
  local preset=$1
  shift
  quietly "configure-$preset" cmake --preset "$preset"
  quietly "build-$preset" ninja -C "build/$preset" -j "$jobs" "$@"
}
packages() {
  tools/install-packages
  [ -d node_modules/htm ] && [ -d node_modules/@seriousme ] || npm ci --no-audit --no-fund --loglevel=error
}
all_passed() { printf '\n== all passed\n%s' "$times"; }
