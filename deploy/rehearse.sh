#!/usr/bin/env bash
# Rehearses a new jar, new rules or new options on what the live job has just had: starts a second job from a savepoint
# of the live one, lets it read the same events, and reports what it does differently. It writes to topics of its own.
#
#   deploy/rehearse.sh --new JAR [--class CLASS] [--rules FILE] [--from SAVEPOINT --minutes N | --wait 120] [--job ID] \
#     [--watch 30] [--folder DIR] [--parallelism N] [--drop-state] [--keep] [OPTIONS OF THE JOB]
#
# Without --from it takes a savepoint of the live job now and waits so many seconds for events. With --from the savepoint
# is one that is there already, as old as --minutes says; the events since must still be in Kafka.
# --watch is how many seconds both jobs are watched once the rehearsal has caught up. --keep leaves its topics there.
# The report goes to the terminal, and to rehearsal.txt and rehearsal.html in the folder (target/rehearsal).
# Exit code: 0 rehearsed, 1 the new job did not start or keep running, 2 wrong arguments, 3 nothing was rehearsed.
#
# FLINK is the command line of the cluster (flink), REST its address (http://localhost:8081), START_TIMEOUT_SECONDS (120)
# the longest wait for a job to run, CATCH_UP_SECONDS (600) that for it to catch up. Needs Maven.
set -euo pipefail
# shellcheck source=flink-job.sh
. "$(dirname "$0")/flink-job.sh"

project=$(cd "$(dirname "$0")/.." && pwd)
new="" class="" rules="" savepoint="" minutes="" job="" drop="" keep=""
wait=120 watch=30 folder=$project/target/rehearsal

while [ $# -gt 0 ]; do
  case $1 in
    --new) new=${2:?"--new needs a jar"} && shift 2 ;;
    --class) class=${2:?"--class needs a name"} && shift 2 ;;
    --rules) rules=${2:?"--rules needs a file"} && shift 2 ;;
    --from) savepoint=${2:?"--from needs a savepoint"} && shift 2 ;;
    --minutes) minutes=${2:?"--minutes needs a number"} && shift 2 ;;
    --wait) wait=${2:?"--wait needs a number"} && shift 2 ;;
    --job) job=${2:?"--job needs an id"} && shift 2 ;;
    --watch) watch=${2:?"--watch needs a number"} && shift 2 ;;
    --folder) folder=${2:?"--folder needs a folder"} && shift 2 ;;
    --parallelism) parallelism=${2:?"--parallelism needs a number"} && shift 2 ;;
    --drop-state) drop=--allowNonRestoredState && shift ;;
    --keep) keep=true && shift ;;
    *) options+=("$1") && shift ;;
  esac
done
[ -f "$new" ] || fail "--new '$new' must be the jar to rehearse"
[ -z "$rules" ] || [ -e "$rules" ] || fail "--rules '$rules' must be a rule's file, or a folder of them"
for number in "$wait" "$watch" "${minutes:-1}"; do
  [[ $number =~ ^[0-9]+$ ]] || fail "'$number' must be a whole number"
done
[ -z "$savepoint" ] || [ -n "$minutes" ] || fail "--from needs --minutes, how old the savepoint is"

prefix=rehearsal-$(date +%s)-
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -z "$rules" ] || options+=(--kafka.topic.rules "${prefix}rules")
: >"$folder/arguments.txt"
[ ${#options[@]} = 0 ] || printf '%s\n' "${options[@]}" >"$folder/arguments.txt"
: >"$folder/facts.txt"

fact() {
  printf '%s\t%s\n' "$1" "$2" >>"$folder/facts.txt"
}

kafka_step() {
  mvn -q -B -ntp -f "$project/pom.xml" -Prehearse -Dstep="$1" -Dprefix="$prefix" -Dfolder="$folder" "${@:2}"
}

# These are the rehearsal's own, whatever the environment says. Exactly-once output would commit the live job's
# transactions, which are in the savepoint.
unset NEXTCLICK_KAFKA_OUTPUT_PREFIX NEXTCLICK_KAFKA_GROUP_ID NEXTCLICK_KAFKA_CREATE_TOPICS NEXTCLICK_KAFKA_DELIVERY_GUARANTEE
[ -z "$rules" ] || unset NEXTCLICK_KAFKA_TOPIC_RULES

# The rules of the rehearsal are those of its state, and these. A topic of its own must be there before they are sent.
send_rules() {
  [ -n "$rules" ] || return 0
  awk 'NR % 2 { key = substr($0, 3); next } key == "config" { while ((getline line < $0) > 0) print line; next }
    { print key "=" $0 }' "$folder/arguments.txt" >"$folder/rules.properties"
  echo "kafka.topic.rules=${prefix}rules" >>"$folder/rules.properties"
  mvn -q -B -ntp -f "$project/pom.xml" -Psend -Dconfig="$folder/rules.properties" -Drules="$rules"
}

job=$(the_job "$job")
if [ -z "$savepoint" ]; then
  since=$(date +%s)
  savepoint=$(savepoint_of "$flink" savepoint "$job") || fail "no savepoint of job $job" 3
  echo "rehearse: a savepoint of $job is $savepoint; waiting $wait s for events"
  sleep "$wait"
else
  since=$(($(date +%s) - minutes * 60))
fi
fact savepoint "$savepoint"

rehearsed=""
clean_up() {
  [ -z "$rehearsed" ] || cancel "$rehearsed"
  [ -n "$keep" ] || kafka_step remove || echo "rehearse: the topics $prefix* are left" >&2
}
trap clean_up EXIT

kafka_step prepare || fail "the topics of the rehearsal were not made" 3
send_rules || fail "the rules were not sent" 3

options+=(--kafka.output-prefix "$prefix" --kafka.group-id "$prefix" --kafka.create-topics true
  --kafka.delivery-guarantee AT_LEAST_ONCE)
watched="" shortcoming="" began=$SECONDS
if rehearsed=$(start "$new" "$savepoint" "$class" "$drop" 2>"$folder/start.txt"); then
  fact state restored
  echo "rehearse: $new runs as $rehearsed, on topics $prefix*"
  if kafka_step await -Dtimeout="${CATCH_UP_SECONDS:-600}s"; then
    watched=$(date +%s)
    fact "caught up" "$((SECONDS - began)) s after its start"
    sleep "$watch"
  else
    shortcoming="it did not catch up: $(cause "$rehearsed")"
  fi
  count=$(restarts "$rehearsed" || true)
  [ "${count:-0}" = 0 ] || shortcoming="it restarted $count times: $(cause "$rehearsed")"
  fact "rehearsed job" "$rehearsed, $(state_bytes "$rehearsed" || true) bytes of state"
  fact "live job" "$job, $(state_bytes "$job" || true) bytes of state"
else
  shortcoming="it does not start"
  fact state "not restored: $(tail -1 "$folder/start.txt")"
fi
[ -z "$shortcoming" ] || fact shortcoming "$shortcoming"
kafka_step compare -Dsince="${since}000" -Dwatched="${watched:+${watched}000}"
[ -z "$shortcoming" ] || exit 1
