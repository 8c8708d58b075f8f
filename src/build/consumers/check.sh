#!/usr/bin/env bash
# Runs the programs of docs/consumers.md as they stand: against a real broker and the job in processes of their own
# (deploy/standalone/cluster.sh). The job writes in single-object encoding first, then in Confluent framing. Every
# program must print the same in both languages, and every record of every topic must be the same in both, field by
# field. Prints how fast each reads. Ends what it started.
#
#   src/build/consumers/check.sh
#
# Needs what cluster.sh needs, the job jar (mvn package), Python 3.11 or later and Node 20 or later, and their public
# registries. EVENTS (20000) are sent; WORK (a new folder) is where all is. MAVEN (mvn) may have options.
set -euo pipefail

project=$(cd "$(dirname "$0")/../../.." && pwd)
here=$project/src/build/consumers
page=$project/docs/consumers.md
work=${WORK:-$(mktemp -d)}
events=${EVENTS:-20000}
export CLUSTER_DIR=${CLUSTER_DIR:-$work/cluster} KAFKA_PORT=${KAFKA_PORT:-21092}
export ZOOKEEPER_PORT=${ZOOKEEPER_PORT:-21181} REST_PORT=${REST_PORT:-21081}
registry_port=${REGISTRY_PORT:-21085}
export KAFKA=127.0.0.1:$KAFKA_PORT REGISTRY=http://127.0.0.1:$registry_port AVRO=$project/avro
export PYTHONPATH=$work PYTHONDONTWRITEBYTECODE=1
topics=(recommendations sessions similar-items popular identity quality segments segment-metrics feedback
  feedback-metrics experiment-results alarms dead-letters policy)
cluster=$project/deploy/standalone/cluster.sh
python=$work/venv/bin/python
registry=
mkdir -p "$work"

end() {
  [ -z "$registry" ] || kill "$registry" 2>/dev/null || true
  "$cluster" stop || true
}
trap end EXIT

step() {
  echo "== $*" >&2
}

extract() {
  # A block of code whose first line names a file.
  awk -v work="$work" '/^```[a-z]+ [a-z.-]+$/ { file = work "/" $2; printf "" > file; next }
    /^```/ { file = ""; next } file { print > file }' "$page"
  (cd "$work" && [ -x "$python" -a -d node_modules ] || (cd "$work" && bash -e install.sh))
}

run_job() {
  # Shorter than in a shop, so that sessions close and members leave.
  "$cluster" run --session.gap "20 s" --session.allowed-lateness "5 s" --similarity.publish-interval "5 s" \
    --event-time.idleness "1 s" --event-time.out-of-orderness "1 s" "$@" >&2
}

cancel_job() {
  local job
  job=$("$cluster" flink list -r 2>/dev/null | sed -n 's/.* : \([0-9a-f]\{32\}\) : .*/\1/p')
  "$cluster" flink cancel "$job" >&2
}

send() {
  ${MAVEN:-mvn} -q -f "$project/pom.xml" -Psend -Dbootstrap="$KAFKA" -Dtimes=now "$@" >&2
}

ends() {
  "$python" - "${topics[@]}" <<'PYTHON'
import os, sys
from confluent_kafka import Consumer, TopicPartition
consumer = Consumer({"bootstrap.servers": os.environ["KAFKA"], "group.id": "unused"})
for topic in sys.argv[1:]:
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    print(topic, [consumer.get_watermark_offsets(TopicPartition(topic, p), timeout=30) for p in sorted(partitions)])
PYTHON
}

# Until no topic grows for a while and the minutes of what was shown and refused are over, at most some two minutes.
settle() {
  local before='' now quiet=0
  for _ in $(seq 20); do
    now=$(ends)
    if [ "$now" = "$before" ]; then quiet=$((quiet + 1)); else quiet=0; fi
    if [ $quiet -ge 3 ] && ! grep -qE '^(feedback-metrics|alarms) \[(\(0, 0\)(, )?)+\]$' <<<"$now"; then
      return 0
    fi
    before=$now
    sleep 5
  done
}

step "programs of $page in $work"
extract
"$python" --version >&2
node --version >&2
"$cluster" start 1 >&2
"$python" "$here/registry.py" "$registry_port" &
registry=$!

step "the job in single-object encoding"
run_job
send -Drules=starter -Dgenerate="$events" -Drate=0
"$python" "$here/send.py" "$KAFKA" before
settle
cancel_job

step "the job in Confluent framing"
run_job --schema.registry.url "$REGISTRY"
send -Dgenerate=$((events / 10)) -Dseed=2 -Drate=0
"$python" "$here/send.py" "$KAFKA" before
settle
cancel_job
(cd "$work" && "$python" recommendations.py >lists.before && "$python" policy.py >policies.before)
"$python" "$here/send.py" "$KAFKA" after

step "each program in both languages"
faults=0
for topic in "${topics[@]}"; do
  (cd "$work" && "$python" "$topic.py" >"$topic.out.python" && node "$topic.js" >"$topic.out.node")
  if ! diff "$work/$topic.out.python" "$work/$topic.out.node"; then
    echo "$topic: the programs differ" >&2
    faults=1
  fi
done
diff "$work/lists.before" "$work/recommendations.out.python" || faults=1
# Of all that came last, somebody's tombstone alone counts.
diff <(grep -v '^default other ' "$work/policies.before") "$work/policy.out.python" || faults=1

step "every record in both languages"
(cd "$work" && "$python" "$here/values.py" "$work" "${topics[@]}" >python.times)
(cd "$work" && NODE_PATH=$work/node_modules node "$here/values.js" "$work" "${topics[@]}" >node.times)
"$python" "$here/compare.py" "$work" "${topics[@]}" || faults=1
[ $faults = 0 ] && echo "both read the same"
exit $faults
