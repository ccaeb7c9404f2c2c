#include "workers/install/way_script.hpp"

namespace kigen::workers::install::script {

const std::string_view way_functions = R"sh(set -eu
umask 077
us=$(id -u)
refuse() { echo "$1" >&2; exit 1; }
rightful() { if [ "$us" = 0 ]; then echo root; else echo "root and $(id -un)"; fi; }
trust_each() {  # FOLDER or LINK…, from the root down
  facts=$(stat -c '%u %A %n' "$@") || refuse "$1: it cannot be seen whose this is"
  printf '%s\n' "$facts" | while read -r uid mode name; do
    if [ "$uid" != 0 ] && [ "$uid" != "$us" ]; then
      refuse "$name belongs to $(stat -c %U "$name"): only $(rightful) may change what is used here"
    fi
    case $mode in
      l* | *[tT]) ;;
      ?????w* | ????????w*) refuse "$name may be written to by others than its owner ($mode)" ;;
    esac
  done || exit 1
}
trust() {  # PATH
  at=/ left=$1 hops=0
  set -- /
  while [ -n "$left" ]; do
    part=${left%%/*}
    case $left in */*) left=${left#*/} ;; *) left= ;; esac
    case $part in
      '' | .) continue ;;
      ..) at=$(dirname "$at") && continue ;;
    esac
    next=${at%/}/$part
    if [ -L "$next" ]; then
      leads=$(readlink "$next")
      case $leads in /*) at=/ ;; esac
      left=$leads/$left
      hops=$((hops + 1))
      if [ $hops -gt 40 ]; then refuse "$next: too many links"; fi
    else
      at=$next
    fi
    if [ -L "$next" ] || [ -d "$next" ]; then set -- "$@" "$next"; fi
  done
  trust_each "$@"
}
closed() {  # FOLDER
  case $(stat -c %A "$1") in
    ?????w* | ????????w*) refuse "$1 may be written to by others than its owner" ;;
  esac
}
)sh";

}  // namespace kigen::workers::install::script
