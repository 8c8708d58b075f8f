#!/usr/bin/env bash
# Prints the commands that create the job's topics; pipe to bash to run them.
# Usage: deploy/create-topics.sh BOOTSTRAP_SERVERS [PARTITIONS] [REPLICATION] [CLOCK] | bash
# CLOCK is LogAppendTime, the broker's clock at arrival: no producer can move the job's event time.
# CreateTime, the producer's, is for replays: then inputs are kept whatever the age of their records.
set -eu
servers=${1:?"usage: $0 BOOTSTRAP_SERVERS [PARTITIONS] [REPLICATION] [CLOCK]"}
partitions=${2:-16}
replication=${3:-3}
topic() {
  echo "kafka-topics.sh --bootstrap-server $servers --create --if-not-exists" \
    "--topic $1 --partitions $partitions --replication-factor $replication --config cleanup.policy=$2 ${3:-}"
}
clock=${4:-LogAppendTime}
case $clock in
  LogAppendTime) input="" ;;
  CreateTime) input="--config retention.ms=-1" ;;
  *) echo "CLOCK must be LogAppendTime or CreateTime, not $clock" >&2; exit 1 ;;
esac
event_input="--config message.timestamp.type=$clock $input"
# topics: begin
topic events delete "$event_input"
topic events-json delete "$event_input"
topic items compact
topic identity-events delete "$input"
topic rules compact
topic policy compact
topic experiments compact
topic experiment-results compact
topic recommendations compact
topic sessions delete
topic similar-items compact
topic popular compact
topic identity compact
topic quality delete
topic segments compact
topic segment-metrics delete
topic feedback delete
topic feedback-metrics delete
topic alarms compact
topic dead-letters delete
# topics: end
