#!/bin/sh
# Records a session of real applications, driven by real input events, with the agent's desktop collector:
#   tools/record/record.sh [seed] [session|pointing]
# Writes programs/model-capability/session.ndjson and session.script.json, or pointing's. Takes about three minutes. Installs nothing.
set -eu
cd "$(dirname "$0")/../.."

missing=''
for pair in Xvfb:xvfb xdotool:xdotool openbox:openbox xterm:xterm mousepad:mousepad zenity:zenity dbus-run-session:dbus; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
if [ -n "$missing" ]; then
  echo "record: these Debian packages are needed and not there:$missing" >&2
  echo "record: apt-get install --no-install-recommends$missing" >&2
  exit 2
fi

work=$(mktemp -d)
pids=''
cleanup() {
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
pids="$pids $!"
read -r number <"$work/display"
DISPLAY=":$number"
# A home of its own: no settings of the person who records, none of theirs in the recording.
HOME="$work/home"
XDG_RUNTIME_DIR="$work/run"
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
GTK_THEME=Adwaita GDK_BACKEND=x11 GSETTINGS_BACKEND=keyfile LC_ALL=C.UTF-8
export DISPLAY HOME XDG_RUNTIME_DIR GTK_THEME GDK_BACKEND GSETTINGS_BACKEND LC_ALL
# What elements are called is asked of the applications where it is recorded.
[ "${2:-session}" = pointing ] || export NO_AT_BRIDGE=1
# Titles with the file's name, not its path.
mkdir -p "$HOME/.config/glib-2.0/settings"
printf '[org/xfce/mousepad/preferences/window]\npath-in-title=false\n' >"$HOME/.config/glib-2.0/settings/keyfile"
openbox >/dev/null 2>&1 &
pids="$pids $!"

dbus-run-session -- node_modules/.bin/node tools/record/record.ts "${1:-1}" "${2:-session}"
