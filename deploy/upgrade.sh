#!/usr/bin/env bash
# Upgrades the running job by savepoint: stops the old jar, starts the new one from where it stopped, watches it,
# and goes back by itself if it does not do what the old one did.
#
#   deploy/upgrade.sh --old JAR --new JAR [--old-class CLASS] [--new-class CLASS] [--job ID] [--parallelism N] \
#     [--seconds 60] [--share 0.5] [--drop-state] [OPTIONS OF THE JOB]
#
# The new job is kept if, after so many seconds, it runs, has not restarted, made at least the share of the lists that the
# old one made of as many events, and is not further behind in its input than when it started. Otherwise it is cancelled
# and the old jar starts from the same savepoint. --drop-state lets the new jar leave out operators that the old one had.
# The options of the job are given to both jars, so the old one has to know them, too.
# The old job is measured first, and again, up to six times, while it makes over 1.25 lists an event: it catches up.
# Exit code: 0 upgraded, 1 rolled back, 2 wrong arguments, 3 neither runs.
#
# FLINK is the command line of the cluster (flink), REST its address (http://localhost:8081), START_TIMEOUT_SECONDS (120)
# the longest wait for a job to run.
set -euo pipefail
# shellcheck source=flink-job.sh
. "$(dirname "$0")/flink-job.sh"

old="" new="" job="" old_class="" new_class="" drop="" seconds=60 share=0.5

while [ $# -gt 0 ]; do
  case $1 in
    --old) old=${2:?"--old needs a jar"} && shift 2 ;;
    --new) new=${2:?"--new needs a jar"} && shift 2 ;;
    --job) job=${2:?"--job needs an id"} && shift 2 ;;
    --old-class) old_class=${2:?"--old-class needs a name"} && shift 2 ;;
    --new-class) new_class=${2:?"--new-class needs a name"} && shift 2 ;;
    --drop-state) drop=--allowNonRestoredState && shift ;;
    --parallelism) parallelism=${2:?"--parallelism needs a number"} && shift 2 ;;
    --seconds) seconds=${2:?"--seconds needs a number"} && shift 2 ;;
    --share) share=${2:?"--share needs a number"} && shift 2 ;;
    *) options+=("$1") && shift ;;
  esac
done
[ -f "$old" ] || fail "--old '$old' must be the jar that runs now"
[ -f "$new" ] || fail "--new '$new' must be the jar that takes its place"
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "--seconds '$seconds' must be a whole number above 0"
[[ $share =~ ^[0-9]*\.?[0-9]+$ ]] || fail "--share '$share' must be a number"

lists() {
  metric "$1" recommend recommend.lists
}

behind() {
  metric "$1" "Source: read-events" Source__read-events.pendingRecords
}

events() {
  metric "$1" "Source: read-events" Source__read-events.numRecordsIn
}

# made JOB SECONDS: how many lists it made, and how many events it read, over so many seconds. A job that catches up reads
# and makes more of both. The JobManager fetches figures only while somebody asks for them.
made() {
  local now_lists now_events lists="" events="" before_lists="" before_events="" end=$((SECONDS + $2))
  while [ "$SECONDS" -lt "$end" ]; do
    now_lists=$(lists "$1" || true)
    now_events=$(events "$1" || true)
    if [ -n "$now_lists" ] && [ -n "$now_events" ]; then
      before_lists=${before_lists:-$now_lists}
      before_events=${before_events:-$now_events}
      lists=$now_lists
      events=$now_events
    fi
    sleep 1
  done
  echo "$((${lists:-0} - ${before_lists:-0})) $((${events:-0} - ${before_events:-0}))"
}

# shortcomings JOB LISTS EVENTS: what the new job lacks, a line each, where the old one made so many lists of so many events.
shortcomings() {
  local lists events at_start at_end count
  at_start=$(behind "$1")
  read -r lists events <<<"$(made "$1" "$seconds")"
  at_end=$(behind "$1")
  count=$(restarts "$1")
  [ "$(state "$1")" = RUNNING ] || echo "it does not run"
  [ "${count:-0}" = 0 ] || echo "it restarted $count times"
  [ "$3" = 0 ] || [ "$events" -gt 0 ] || echo "it read no event, and the old one read $3"
  awk -v l="$lists" -v e="$events" -v ol="$2" -v oe="$3" -v s="$share" 'BEGIN { exit !(l * oe < ol * e * s) }' &&
    echo "it made $lists lists of $events events, and the old one $2 of $3"
  # What came in a moment is no trend.
  [ "${at_end:-0}" -le $((${at_start:-0} + $3 / seconds + 100)) ] ||
    echo "it is $at_end records behind, and was $at_start at its start"
  return 0
}

job=$(the_job "$job")

measured=$((seconds < 20 ? seconds : 20))
read -r old_lists old_events <<<"$(made "$job" "$measured")"
# A job that catches up makes lists of what it read before, and is nothing to compare with. A few more are chance.
for ((tries = 0; tries < 6 && 4 * old_lists > 5 * old_events; tries++)); do
  echo "upgrade: job $job made $old_lists lists of $old_events events, so it catches up; it is measured again"
  read -r old_lists old_events <<<"$(made "$job" "$measured")"
done
echo "upgrade: job $job made $old_lists lists of $old_events events, and is $(behind "$job") records behind"
savepoint=$(savepoint_of "$flink" stop "$job") || fail "job $job was not stopped; it goes on" 3
echo "upgrade: stopped with $savepoint"

found=""
if upgraded=$(start "$new" "$savepoint" "$new_class" "$drop"); then
  echo "upgrade: $new runs as $upgraded; watching it for $seconds s"
  found=$(shortcomings "$upgraded" "$old_lists" "$old_events")
  if [ -z "$found" ]; then
    echo "upgrade: done; a roll-back would start from $savepoint"
    exit 0
  fi
  cancel "$upgraded"
else
  found="it does not start"
fi
echo "$found" | sed 's/^/upgrade: rolled back, since /'
if restored=$(start "$old" "$savepoint" "$old_class"); then
  echo "upgrade: $old runs again as $restored, from $savepoint"
  exit 1
fi
fail "the old jar does not run either; start it by hand from $savepoint" 3
