#!/bin/sh
# A recorder of a few lines: which window has the focus, as `window-watcher` of your system prints it, one program a line. Each becomes an event, and
# sluice-agent does the rest: lease, filter, seal, spool.
#
#     window-watcher | ./record.sh --api https://api.example.com --device laptop-7     # enrolled once: sluice enrol
#
# What to copy: stop at the first error (set -eu); put nothing into JSON that was not cut down to the letters that an id has; keep the exit code of the agent,
# which says what became of it (0 sent, 3 refused, 5 waits on the disk).
set -eu

events() {
  while IFS= read -r program; do
    # Ids of programs are lower case, and have no other signs than these: none of them means anything in JSON.
    app=$(printf %s "$program" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z0-9._-' | cut -c 1-128)
    [ -n "$app" ] || continue
    printf '{"kind":"window","type":"focus","time":%s000,"app":"%s"}\n' "$(date +%s)" "$app"
  done
}

events | sluice-agent run --collector stdin --json "$@"
