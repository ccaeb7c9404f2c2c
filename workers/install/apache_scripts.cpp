#include "workers/install/apache_scripts.hpp"

#include <string_view>

namespace kigen::workers::install::script {
namespace {

/// What restart and revive share: how Apache is told, found and watched.
constexpr std::string_view apache_functions = R"sh(set -eu
program=$1 config=$2
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

/// BACKUP: ends a script that was given up and runs, or is sent again, when its apply is being undone
/// already.
constexpr std::string_view unless_undone = R"sh(set -eu
unless_undone() {
  if [ -e "$1/undoing" ]; then echo "this apply is being undone" >&2; exit 1; fi
}
)sh";

/// Not by find: it fails when something else in that folder goes away while it looks.
const std::string remove_all_staging = R"sh(set -eu
for old in "${TMPDIR:-/tmp}/kigen-$1-"*; do
  if [ ! -L "$old" ] && [ -O "$old" ]; then rm -rf "$old"; fi
done
)sh";

}  // namespace

const std::string make_staging = remove_all_staging + R"sh(umask 077
mktemp -d "${TMPDIR:-/tmp}/kigen-$1-XXXXXXXX"
)sh";

const std::string remove_staging = remove_all_staging;

const std::string make_folders = R"sh(set -eu
umask 077
mkdir -p "$1" "$2" "$3"
for folder in "$2" "$3"; do
  if [ -L "$folder" ] || [ ! -O "$folder" ]; then echo "$folder belongs to somebody else" >&2; exit 1; fi
  chmod 700 "$folder"
done
)sh";

const std::string take_over = R"sh(set -eu
umask 077
generation=$1 staging=$2
shift 2
for name in "$@"; do
  cat "$staging/$name" > "$generation/$name.new"
  mv -f "$generation/$name.new" "$generation/$name"
done
sync "$generation"/* "$generation" 2>/dev/null || sync
touch "$generation"
)sh";

const std::string remove_generation = R"sh(set -eu
rm -rf "$1"
)sh";

const std::string remove_base = R"sh(
rmdir "$1" 2>/dev/null || true
)sh";

const std::string back_up = R"sh(set -eu
umask 077
backup=$1
shift
if [ -d "$backup" ]; then exit 0; fi
rm -rf "$backup.part"
mkdir "$backup.part"
while [ $# -gt 0 ]; do
  target=$(readlink -f "$2")
  if [ -e "$target" ]; then cp -a "$target" "$backup.part/$1"; else : > "$backup.part/$1.absent"; fi
  shift 2
done
sync "$backup.part"/* 2>/dev/null || sync
mv "$backup.part" "$backup"
)sh";

const std::string remove_backup = R"sh(set -eu
if [ -e "$1/replacing" ] || [ -e "$1/restoring" ]; then
  echo "$1 is still needed: its files were not put back" >&2
  exit 1
fi
rm -rf "$1" "$1.part"
)sh";

const std::string replace = std::string(unless_undone) + R"sh(umask 077
generation=$1 backup=$2
shift 2
unless_undone "$backup"
: > "$backup/replacing"
prepare() {
  new=$2.kigen-new
  rm -f "$new"
  cat "$generation/$1" > "$new"
  if [ -e "$2" ]; then
    chown --reference="$2" "$new"
    [ "$1" = key ] || chmod --reference="$2" "$new"
  else
    [ "$1" = key ] || chmod 644 "$new"
  fi
  sync "$new" 2>/dev/null || sync
}
each() {
  action=$1
  shift
  while [ $# -gt 0 ]; do
    "$action" "$1" "$(readlink -f "$2")"
    shift 2
  done
}
swap() { if [ -e "$2.kigen-new" ]; then mv -fT "$2.kigen-new" "$2"; fi; }
each prepare "$@"
each swap "$@"
)sh";

const std::string set_permissions = R"sh(set -eu
key=$(readlink -f "$1")
chmod 600 "$key"
if [ "$(id -u)" = 0 ]; then chown 0:0 "$key"; fi
)sh";

const std::string restore = R"sh(set -eu
umask 077
backup=$1
shift
if [ ! -d "$backup" ]; then echo "there is no backup in $backup" >&2; exit 1; fi
: > "$backup/undoing"
if [ -e "$backup/replacing" ]; then mv -f "$backup/replacing" "$backup/restoring"; fi
while [ $# -gt 0 ]; do
  target=$(readlink -f "$2")
  new=$target.kigen-new
  rm -f "$new"
  if [ -e "$backup/$1.absent" ]; then
    rm -f "$target"
  else
    cp -a "$backup/$1" "$new"
    sync "$new" 2>/dev/null || sync
    mv -fT "$new" "$target"
  fi
  sync "$(dirname "$target")" 2>/dev/null || sync
  shift 2
done
)sh";

const std::string remove_old = R"sh(set -eu
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

const std::string restart = std::string(unless_undone) + std::string(apache_functions) + R"sh(
unless_undone "$3"
: > "$3/restarting"
if ! restart_once; then explain; exit 1; fi
)sh";

const std::string revive = std::string(apache_functions) + R"sh(
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
