#!/usr/bin/env bash
# Prints the commands that create the job's topics; pipe to bash to run them.
# Usage: deploy/create-topics.sh BOOTSTRAP_SERVERS [PARTITIONS] [REPLICATION] | bash
set -eu
servers=${1:?"usage: $0 BOOTSTRAP_SERVERS [PARTITIONS] [REPLICATION]"}
partitions=${2:-16}
replication=${3:-3}
topic() {
  echo "kafka-topics.sh --bootstrap-server $servers --create --if-not-exists" \
    "--topic $1 --partitions $partitions --replication-factor $replication --config cleanup.policy=$2 ${3:-}"
}
# The broker's clock at arrival: no producer can move the job's event time. CreateTime for replays.
event_clock="--config message.timestamp.type=LogAppendTime"
# topics: begin
topic events delete "$event_clock"
topic events-json delete "$event_clock"
topic items compact
topic identity-events delete
topic rules compact
topic policy compact
topic recommendations compact
topic sessions delete
topic similar-items compact
topic identity compact
topic quality delete
topic segments compact
topic segment-metrics delete
topic dead-letters delete
# topics: end
