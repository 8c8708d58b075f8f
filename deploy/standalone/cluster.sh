#!/usr/bin/env bash
# A Flink cluster of real processes on this machine, on loopback: a Kafka broker, ZooKeeper, two
# JobManagers of which one leads, and TaskManagers. Its settings are those of flink-conf, but for
# folders, ports and sizes.
#
#   deploy/standalone/cluster.sh start [TASKMANAGERS]   all of it; 3 TaskManagers if none is said
#   deploy/standalone/cluster.sh flink ARGUMENTS        the cluster's own bin/flink
#   deploy/standalone/cluster.sh run [ARGUMENTS]        submits the job jar; more options of the job
#   deploy/standalone/cluster.sh upgrade [ARGUMENTS]    deploy/upgrade.sh on it
#   deploy/standalone/cluster.sh rehearse [ARGUMENTS]   deploy/rehearse.sh on it
#   deploy/standalone/cluster.sh status                 processes, jobs, addresses
#   deploy/standalone/cluster.sh add PART               one more: kafka, zookeeper, jobmanager, taskmanager
#   deploy/standalone/cluster.sh stop                   ends them; state and logs stay
#
# Needs a JDK 17, Maven, and a Flink distribution: FLINK_HOME, or pip to fetch it.
# CLUSTER_DIR (target/standalone), KAFKA_HOST (127.0.0.1), KAFKA_PORT (9092), ZOOKEEPER_PORT (2181) and REST_PORT (8081; the second
# JobManager's is the next) say where it is. METRICS=true has Prometheus' reporter, on ports 9249 and up of every address.
# TASKMANAGER_MEMORY (1400m, of which 254 MB are heap) is the size of each TaskManager's process: a quarter or more of the
# processor time goes to the collector at full load, so give more where speed matters.
# HA=false has one JobManager and no ZooKeeper: with it goes what the job has not written to a savepoint.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
dir=${CLUSTER_DIR:-$project/target/standalone}
kafka_port=${KAFKA_PORT:-9092}
zookeeper_port=${ZOOKEEPER_PORT:-2181}
rest_port=${REST_PORT:-8081}
loopback=127.0.0.1
kafka_host=${KAFKA_HOST:-$loopback}
flink_version=$(sed -n 's:.*<flink.version>\(.*\)</flink.version>.*:\1:p' "$project/pom.xml")
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

find_flink() {
  if [ -z "${FLINK_HOME:-}" ]; then
    FLINK_HOME=$dir/flink/pyflink
    if [ ! -f "$FLINK_HOME/bin/flink" ]; then
      echo "fetching Flink $flink_version"
      pip download --quiet --no-deps --dest "$dir/flink" \
        "apache-flink==$flink_version" "apache-flink-libraries==$flink_version" ||
        fail "no Flink: set FLINK_HOME to a distribution of Flink $flink_version"
      (cd "$dir/flink" && for wheel in *.whl; do jar xf "$wheel"; done && rm -f ./*.whl)
      chmod +x "$FLINK_HOME"/bin/*
    fi
  fi
  [ -f "$FLINK_HOME/lib/flink-dist-$flink_version.jar" ] ||
    fail "$FLINK_HOME is no distribution of Flink $flink_version"
  export FLINK_HOME FLINK_CONF_DIR=$dir/conf FLINK_LOG_DIR=$dir/log FLINK_PID_DIR=$dir/pid FLINK_IDENT_STRING=nextclick
}

configure() {
  mkdir -p "$dir/conf" "$dir/log" "$dir/pid" "$dir/tmp" "$dir/zookeeper"
  cp "$FLINK_HOME"/conf/log4j*.properties "$dir/conf/"
  # Flink takes the last of two values of a setting.
  cat "$project/flink-conf/config.yaml" - >"$dir/conf/config.yaml" <<EOF

# --- this cluster's folders, ports and sizes --------------------------------------------------------
jobmanager.memory.process.size: 1024m
taskmanager.memory.process.size: ${TASKMANAGER_MEMORY:-1400m}
high-availability.storageDir: file://$dir/ha
high-availability.zookeeper.quorum: $loopback:$zookeeper_port
execution.checkpointing.dir: file://$dir/checkpoints
execution.checkpointing.savepoint-dir: file://$dir/savepoints
io.tmp.dirs: $dir/tmp
rest.port: $rest_port
EOF
  # Without it TaskManagers look for the JobManager by the very name that it was started with.
  [ "${HA:-true}" = true ] ||
    printf 'high-availability.type: NONE\njobmanager.rpc.address: %s\n' $loopback >>"$dir/conf/config.yaml"
  # The reporter of metrics listens on every address.
  [ "${METRICS:-false}" != true ] || cat "$project/deploy/prometheus/flink-metrics.yaml" >>"$dir/conf/config.yaml"
  cat >"$dir/conf/zoo.cfg" <<EOF
tickTime=1000
dataDir=$dir/zookeeper
clientPort=$zookeeper_port
clientPortAddress=$loopback
admin.enableServer=false
EOF
  cat >"$dir/conf/kafka.properties" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@$loopback:$((kafka_port + 1))
listeners=PLAINTEXT://$kafka_host:$kafka_port,CONTROLLER://$loopback:$((kafka_port + 1))
advertised.listeners=PLAINTEXT://$kafka_host:$kafka_port
controller.listener.names=CONTROLLER
log.dirs=$dir/kafka
auto.create.topics.enable=false
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
num.partitions=4
EOF
  if [ ! -f "$dir/classpath" ]; then
    mvn -q -B -ntp -f "$project/pom.xml" dependency:build-classpath -DincludeScope=test \
      -Dmdep.outputFile="$dir/classpath" || fail "the class path of the broker was not found"
  fi
}

is_alive() {
  [ -n "${1:-}" ] && kill -0 "$1" 2>/dev/null
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local left=$(($1 * 5)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || fail "$what did not come up; see $dir/log"
    sleep 0.2
  done
}

listens() {
  (exec 3<>"/dev/tcp/${2:-$loopback}/$1") 2>/dev/null
}

add_kafka() {
  local java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  local options=(-Xmx1g -Dlog.file="$dir/log/kafka.log" -Dlog4j2.configurationFile="$dir/conf/log4j-console.properties" -cp "$(cat "$dir/classpath")")
  if [ ! -f "$dir/kafka/meta.properties" ]; then
    "$java" "${options[@]}" kafka.tools.StorageTool format \
      --cluster-id nextclickStandaloneAA --config "$dir/conf/kafka.properties" \
      >"$dir/log/kafka-format.out" 2>&1 || fail "the broker's folder was not made; see $dir/log/kafka-format.out"
  fi
  nohup "$java" "${options[@]}" kafka.Kafka "$dir/conf/kafka.properties" >>"$dir/log/kafka.out" 2>&1 </dev/null &
  echo $! >"$dir/pid/kafka.pid"
  wait_for 60 "the broker" listens "$kafka_port" "$kafka_host"
}

add_zookeeper() {
  # Given a peer of its own, ZooKeeper would want a quorum.
  JVM_ARGS="-Xmx256m" "$FLINK_HOME/bin/zookeeper.sh" start 1 >/dev/null
  wait_for 60 ZooKeeper listens "$zookeeper_port"
}

add_jobmanager() {
  local port=$rest_port
  while listens "$port"; do port=$((port + 1)); done
  "$FLINK_HOME/bin/jobmanager.sh" start $loopback "$port" >/dev/null
  wait_for 90 "the JobManager" listens "$port"
}

add_taskmanager() {
  "$FLINK_HOME/bin/taskmanager.sh" start >/dev/null
}

rest() {
  curl -s -f --max-time 5 "http://$loopback:$rest_port/$1"
}

taskmanagers() {
  rest overview | sed -n 's/.*"taskmanagers":\([0-9]*\).*/\1/p'
}

has_taskmanagers() {
  [ "$(taskmanagers)" -ge "$1" ]
}

start() {
  local count=${1:-3}
  ! is_alive "$(cat "$dir/pid/kafka.pid" 2>/dev/null)" || fail "it runs already; see: $0 status"
  rm -rf "$dir/pid"
  configure
  add_kafka
  if [ "${HA:-true}" = true ]; then
    add_zookeeper
    add_jobmanager
  fi
  add_jobmanager
  for _ in $(seq "$count"); do add_taskmanager; done
  wait_for 90 "TaskManagers" has_taskmanagers "$count"
  status
}

status() {
  for file in "$dir"/pid/*.pid; do
    [ -f "$file" ] || continue
    while read -r pid; do
      is_alive "$pid" && echo "$(basename "$file" .pid | sed 's/flink-nextclick-//') $pid runs"
    done <"$file"
  done
  echo "Kafka $kafka_host:$kafka_port, ZooKeeper $loopback:$zookeeper_port, web UI http://$loopback:$rest_port"
}

stop() {
  for part in taskmanager jobmanager zookeeper; do
    "$FLINK_HOME/bin/$part.sh" stop-all >/dev/null 2>&1 || true
  done
  local kafka
  kafka=$(cat "$dir/pid/kafka.pid" 2>/dev/null || true)
  if is_alive "$kafka"; then
    kill "$kafka"
    for _ in $(seq 100); do
      is_alive "$kafka" || break
      sleep 0.2
    done
    ! is_alive "$kafka" || kill -9 "$kafka"
  fi
  rm -rf "$dir/pid"
}

run() {
  local jars=("$project"/target/nextclick-*-job.jar)
  [ -f "${jars[0]}" ] || fail "no job jar: mvn package"
  "$FLINK_HOME/bin/flink" run --detached "${jars[0]}" --kafka.bootstrap-servers "$kafka_host:$kafka_port" \
    --kafka.create-topics true "$@"
}

# with_tool NAME ARGUMENTS...: a script of deploy/ on this cluster and its broker.
with_tool() {
  FLINK=$FLINK_HOME/bin/flink REST=http://$loopback:$rest_port \
    "$project/deploy/$1.sh" "${@:2}" --kafka.bootstrap-servers "$kafka_host:$kafka_port"
}

find_flink
command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  start) start "$@" ;;
  stop) stop ;;
  status) status ;;
  add) "add_${1:?"add what?"}" ;;
  run) run "$@" ;;
  flink) "$FLINK_HOME/bin/flink" "$@" ;;
  upgrade | rehearse) with_tool "$command" "$@" ;;
  *)
    sed -n '6,13s/^# *//p' "$0"
    exit 1
    ;;
esac
