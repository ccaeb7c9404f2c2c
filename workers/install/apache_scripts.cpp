#include "workers/install/apache_scripts.hpp"

#include <string_view>

#include "workers/install/way_script.hpp"

namespace kigen::workers::install::script {
namespace {

/// What restart and revive share: how Apache is told, found and watched.
constexpr std::string_view apache_functions = R"sh(
program=$1 config=$2
trust "$3"
act() {
  if [ -n "$config" ]; then "$program" -f "$config" -k "$1"; return; fi
  case ${program##*/} in
    *ctl*) "$program" "$1" ;;  # distributions' control scripts take words only
    *) "$program" -k "$1" ;;
  esac
}
dump() {
  if [ -n "$config" ]; then "$program" -t -D DUMP_RUN_CFG -f "$config"; return; fi
  "$program" -t -D DUMP_RUN_CFG || httpd -t -D DUMP_RUN_CFG || apache2ctl -t -D DUMP_RUN_CFG
}
setting() { dump 2>/dev/null | sed -n "s/^$1: \"\(.*\)\"\$/\1/p" | head -n 1; }
pid_file=$(setting PidFile)
alive() {  # a zombie does not live, whatever kill -0 says
  [ -r "$pid_file" ] || return 1
  pid=$(cat "$pid_file")
  grep -qs '^Name:[[:space:]]*\(apache2\|httpd\)' "/proc/$pid/status" || return 1
  ! grep -qs '^State:[[:space:]]*Z' "/proc/$pid/status"
}
log=$(setting 'Main ErrorLog')
wait_for_operation() {  # Apache says so once it has read its files; with bad ones it ends instead
  i=0
  while [ $i -lt 100 ]; do
    alive || return 1
    if [ -f "$log" ]; then
      if tail -c "+$((said + 1))" "$log" | grep -q 'resuming normal operations'; then return 0; fi
    elif [ $i -ge 20 ]; then
      return 0  # its log goes elsewhere: it has lived for two seconds
    fi
    i=$((i + 1))
    sleep 0.1
  done
}
wait_for_life() {
  i=0
  until alive; do
    i=$((i + 1))
    if [ $i -gt 50 ]; then return 1; fi
    sleep 0.1
  done
}
restart_once() {
  said=0
  if [ -f "$log" ]; then said=$(wc -c < "$log"); fi
  if alive; then
    act graceful || return 1
  else
    rm -f "$pid_file"  # of a dead or foreign process: it would keep Apache from starting
    act start || return 1
    wait_for_life || return 1
  fi
  wait_for_operation
}
explain() {
  echo "Apache does not run any more" >&2
  if [ -r "$log" ]; then tail -n 4 "$log" >&2; fi
}
)sh";

/// What a path of the settings is on the host, and whose.
const std::string target_functions = std::string(way_functions) + R"sh(
resolve() {  # PATH: $target is what it names in the end, which need not be there yet
  trust "$1"
  if ! target=$(readlink -f "$1"); then
    if [ -L "$1" ]; then refuse "$1 is a link to $(readlink "$1"), and that leads nowhere"; fi
    refuse "$1: the folder $(dirname "$1") does not exist, or $(id -un) may not enter it"
  fi
  closed "${target%/*}/"
}
owner_and_mode() { stat -c '%u:%g %a' "$1"; }
tell() { printf '%s: %s%s; ' "$1" "$(stat -c '%a %U:%G' "$target")" "$2"; }
)sh";

/// BACKUP: ends a script that was given up and runs, or is sent again, when its apply is being undone
/// already.
constexpr std::string_view unless_undone = R"sh(
unless_undone() {
  if [ -e "$1/undoing" ]; then refuse "this apply is being undone"; fi
}
)sh";

/// PATH…: in the work folder.
const std::string work_functions = std::string(way_functions) + R"sh(
trust "$1"
)sh";

}  // namespace

const std::string remove_staging = R"sh(set -eu
for old in "${TMPDIR:-/tmp}/kigen-$1-"*; do  # find fails when something else there goes away while it looks
  if [ ! -L "$old" ] && [ -O "$old" ]; then rm -rf "$old"; fi
done
)sh";

const std::string make_folders = work_functions + R"sh(
make() {  # as mkdir -p, but never enters what somebody else has just put there
  if [ -d "$1" ]; then return; fi
  make "$(dirname "$1")"
  mkdir "$1"
}
make "$1"
for folder in "$2" "$3"; do
  make "$folder"
  if [ -L "$folder" ] || [ ! -O "$folder" ]; then refuse "$folder belongs to somebody else"; fi
  chmod 700 "$folder"
done
trust "$3"
)sh";

const std::string remove_generation = work_functions + R"sh(
rm -rf "$1"
)sh";

const std::string remove_empty = work_functions + R"sh(
for folder in "$@"; do rmdir "$folder" 2>/dev/null || true; done
)sh";

const std::string inspect = target_functions + R"sh(
check_apart() {  # PATH PAIRS: none of them is the same file
  one=$1
  shift
  while [ $# -gt 0 ]; do
    if other=$(readlink -f "$2") && { [ "$other" = "$target" ] || [ "$other" -ef "$target" ]; }; then
      refuse "$one and $2 are one file on the host: $target"
    fi
    shift 2
  done
}
check_flags() {
  if flags=$(lsattr -d "$1" 2>/dev/null); then
    case ${flags%% *} in *[ai]*) refuse "$1 is protected by chattr: ${flags%% *}" ;; esac
  fi
}
check_mount() {
  while read -r _ _ _ _ point _; do
    if [ "$point" = "$1" ]; then refuse "$1 is a mount: it cannot be replaced from within"; fi
  done < /proc/self/mountinfo
}
check_file() {
  if [ -d "$target" ]; then refuse "$1 is a folder"; fi
  if [ ! -f "$target" ]; then refuse "$1 is no file"; fi
  if [ "$(stat -c %h "$target")" != 1 ]; then
    refuse "$1 has other names on the host (hard links), which would keep what it is now: $target"
  fi
  check_flags "$target"
  if [ -r /proc/self/mountinfo ]; then check_mount "$target"; fi
}
work=$1
shift
trust "$work"
if [ -e "$work" ] && [ ! -d "$work" ]; then refuse "$work is no folder"; fi
while [ $# -gt 0 ]; do
  path=$2
  resolve "$path"
  shift 2
  if [ -e "$target" ]; then check_file "$path"; fi
  folder=$(dirname "$target")
  if [ ! -w "$folder" ]; then refuse "$path: $(id -un) may not write to $folder"; fi
  check_flags "$folder"
  check_apart "$path" "$@"
  as=
  if [ "$target" != "$path" ]; then as=", which is $target"; fi
  if [ -e "$target" ]; then tell "$path" "$as"; else printf '%s%s is new; ' "$path" "$as"; fi
done
)sh";

const std::string back_up = target_functions + R"sh(
backup=$1
shift
trust "$backup"
if [ -d "$backup" ]; then exit 0; fi
rm -rf "$backup.part"
mkdir "$backup.part"
while [ $# -gt 0 ]; do
  resolve "$2"
  if [ -e "$target" ]; then cp -a "$target" "$backup.part/$1"; else : > "$backup.part/$1.absent"; fi
  shift 2
done
sync "$backup.part"/* 2>/dev/null || sync
mv "$backup.part" "$backup"
)sh";

const std::string remove_backup = work_functions + R"sh(
if [ -e "$1/replacing" ] || [ -e "$1/restoring" ]; then
  refuse "$1 is still needed: its files were not put back"
fi
rm -rf "$1" "$1.part"
)sh";

const std::string drop_backup = work_functions + R"sh(
rm -rf "$1" "$1.part"
)sh";

const std::string remove_new = target_functions + R"sh(
while [ $# -gt 0 ]; do
  trust "$2"
  if target=$(readlink -f "$2"); then rm -f "$target.kigen-new"; fi
  shift 2
done
)sh";

const std::string replace = target_functions + std::string(unless_undone) + R"sh(
generation=$1 backup=$2
shift 2
trust "$generation"
trust "$backup"
unless_undone "$backup"
: > "$backup/by-file"
: > "$backup/replacing"
keep_attributes() {  # OLD NEW: whose it is and who may read it stays as it was
  if ! cp --attributes-only --preserve=all "$1" "$2" 2>/dev/null; then  # not GNU's
    chown "$(stat -c %u:%g "$1")" "$2"
    chmod "$(stat -c %a "$1")" "$2"
  fi
  touch "$2"
  if [ "$(owner_and_mode "$1")" = "$(owner_and_mode "$2")" ]; then return; fi
  refuse "$1 is $(stat -c '%a %U:%G' "$1"), and $(id -un) cannot give that to a new file"
}
prepare() {
  new=$target.kigen-new
  rm -f "$new"
  cat "$generation/$1" > "$new"
  if [ -e "$target" ]; then keep_attributes "$target" "$new"; elif [ "$1" != key ]; then chmod 644 "$new"; fi
  sync "$new" 2>/dev/null || sync
}
swap() {
  if [ ! -e "$target.kigen-new" ]; then return; fi
  : > "$backup/replaced-$1"
  mv -fT "$target.kigen-new" "$target"
}
each() {
  action=$1
  shift
  while [ $# -gt 0 ]; do
    resolve "$2"
    "$action" "$1"
    shift 2
  done
}
each prepare "$@"
each swap "$@"
)sh";

const std::string check_permissions = target_functions + R"sh(
backup=$1
shift
trust "$backup"
while [ $# -gt 0 ]; do
  resolve "$2"
  if [ ! -e "$target" ]; then refuse "$2 is not there"; fi
  note=
  case $1,$(stat -c %a "$target") in key,*[4-7]) note=', readable by everybody' ;; esac
  if [ ! -e "$backup/$1.absent" ] && [ "$(owner_and_mode "$backup/$1")" != "$(owner_and_mode "$target")" ]; then
    refuse "$2 was $(stat -c '%a %U:%G' "$backup/$1") and is $(stat -c '%a %U:%G' "$target")"
  fi
  tell "$2" "$note"
  shift 2
done
)sh";

const std::string restore = target_functions + R"sh(
backup=$1
shift
trust "$backup"
if [ ! -d "$backup" ]; then refuse "there is no backup in $backup"; fi
: > "$backup/undoing"
if [ -e "$backup/replacing" ]; then mv -f "$backup/replacing" "$backup/restoring"; fi
was_replaced() { [ -e "$backup/replaced-$1" ] || [ ! -e "$backup/by-file" ]; }
put_back() {
  if [ -e "$backup/$1.absent" ]; then rm -f "$target"; return; fi
  cp -a "$backup/$1" "$target.kigen-new"
  sync "$target.kigen-new" 2>/dev/null || sync
  mv -fT "$target.kigen-new" "$target"
}
while [ $# -gt 0 ]; do
  trust "$2"
  if target=$(readlink -f "$2"); then rm -f "$target.kigen-new"; fi
  if was_replaced "$1"; then
    resolve "$2"
    put_back "$1"
    sync "$(dirname "$target")" 2>/dev/null || sync
  fi
  shift 2
done
)sh";

const std::string remove_old = work_functions + R"sh(
base=$1
shift
prune() {
  kind=$1
  shift
  place=0
  ls -1t "$base" | grep "^$kind-" | while read -r name; do
    place=$((place + 1))
    if [ "$place" -le 2 ]; then continue; fi
    for keep in "$@"; do if [ "$base/$name" = "$keep" ]; then continue 2; fi; done
    rm -rf "${base:?}/$name"
  done
}
prune generation "$@"
prune backup "$@"
)sh";

const std::string test_configuration = R"sh(set -eu
if [ -n "$2" ]; then exec "$1" -t -f "$2"; fi
case ${1##*/} in
  *ctl*) exec "$1" configtest ;;
  *) exec "$1" -t ;;
esac
)sh";

const std::string restart =
    std::string(way_functions) + std::string(unless_undone) + std::string(apache_functions) + R"sh(
unless_undone "$3"
: > "$3/restarting"
if ! restart_once; then explain; exit 1; fi
)sh";

const std::string revive = std::string(way_functions) + std::string(apache_functions) + R"sh(
if [ -e "$3/replacing" ]; then echo "the files were replaced again meanwhile" >&2; exit 1; fi
if [ -e "$3/restarting" ]; then
  tries=0
  until restart_once; do
    tries=$((tries + 1))
    if [ $tries -ge 10 ]; then explain; exit 1; fi
    sleep 0.5
  done
fi
rm -f "$3/restarting" "$3/restoring"
)sh";

}  // namespace kigen::workers::install::script
