# What upgrade.sh and rehearse.sh share. They put the options of the job into options, and may set parallelism.

flink=${FLINK:-flink}
rest=${REST:-http://localhost:8081}
patience=${START_TIMEOUT_SECONDS:-120}
parallelism=""
options=()

# fail MESSAGE [EXIT_CODE]: 2 for wrong arguments if none is said.
fail() {
  echo "$(basename "$0" .sh): $1" >&2
  exit "${2:-2}"
}

ask() {
  curl -s -f --max-time 5 "$rest/$1"
}

running_jobs() {
  ask jobs/overview | tr '{' '\n' | sed -n 's/.*"jid":"\([0-9a-f]*\)".*"state":"RUNNING".*/\1/p'
}

# the_job ID: the one that runs, be it named or the only one; fails if there is none.
the_job() {
  local jobs=$1
  [ -n "$jobs" ] || jobs=$(running_jobs || true)
  [ "$(echo "$jobs" | grep -c .)" = 1 ] || fail "$(echo "$jobs" | grep -c .) jobs run at $rest; say which by --job"
  [ "$(state "$jobs")" = RUNNING ] || fail "job $jobs does not run at $rest"
  echo "$jobs"
}

state() {
  ask "jobs/$1" | sed -n 's/^{"jid":"[^"]*","name":"[^"]*","isStoppable":[a-z]*,"state":"\([A-Z]*\)".*/\1/p'
}

vertex() {
  ask "jobs/$1" | tr '{' '\n' | sed -n "s/.*\"id\":\"\([0-9a-f]*\)\".*\"name\":\"$2.*/\1/p" | head -1
}

# metric JOB VERTEX NAME: the sum over its subtasks, a whole number; nothing if there is none.
metric() {
  local id
  id=$(vertex "$1" "$2")
  ask "jobs/$1/vertices/$id/subtasks/metrics?get=$3&agg=sum" | sed -n 's/.*"sum":\([0-9.E]*\).*/\1/p' |
    awk '{ printf "%d\n", $1 }'
}

# state_bytes JOB: of its last checkpoint.
state_bytes() {
  ask "jobs/$1/checkpoints" | sed -n 's/.*"latest":{"completed":{[^}]*"state_size":\([0-9]*\).*/\1/p'
}

# cause JOB: why it failed last, in one line.
cause() {
  ask "jobs/$1/exceptions?maxExceptions=1" | sed "s/\\\\\"/'/g" |
    sed -n 's/.*"exceptionHistory":{"entries":\[{"exceptionName":"[^"]*","stacktrace":"\([^"]*\)".*/\1/p' |
    sed 's/\\n/\n/g' | grep -v '^\\tat \|^\\t\.\.\.' | tail -1 | cut -c1-300
}

without_trace() {
  sed '/^\s*at /d'
}

# savepoint_of COMMAND...: runs it and prints where its savepoint is; if it took none, fails with what was printed.
savepoint_of() {
  local printed path
  printed=$("$@" 2>&1) || true
  path=$(echo "$printed" | sed -n 's/.*Savepoint completed. Path: //p')
  if [ -z "$path" ]; then
    echo "$printed" | without_trace | tail -5 >&2
    return 1
  fi
  echo "$path"
}

restarts() {
  ask "jobs/$1/metrics?get=numRestarts" | sed -n 's/.*"value":"\([0-9]*\)".*/\1/p'
}

# start JAR SAVEPOINT CLASS [FLAG]: prints the job's id once all its tasks run; fails if they do not.
start() {
  local printed id left
  local command=("$flink" run --detached --fromSavepoint "$2")
  [ -z "$parallelism" ] || command+=(-p "$parallelism")
  [ -z "$3" ] || command+=(--class "$3")
  [ -z "${4:-}" ] || command+=("$4")
  printed=$("${command[@]}" "$1" "${options[@]}" 2>&1) || {
    echo "$printed" | without_trace | head -5 >&2
    return 1
  }
  id=$(echo "$printed" | sed -n 's/.*submitted with JobID \([0-9a-f]*\).*/\1/p')
  for ((left = patience; left > 0; left--)); do
    [ "$(state "$id" || true)" != FAILED ] || break
    if [ "$(ask "jobs/$id" | sed -n 's/.*"status-counts":{\([^}]*\)}.*/\1/p' | tr ',' '\n' |
      grep -v RUNNING | grep -vc ':0$')" = 0 ] && [ "$(state "$id")" = RUNNING ]; then
      echo "$id"
      return 0
    fi
    sleep 1
  done
  echo "job $id did not run within $patience s: $(cause "$id")" >&2
  cancel "$id"
  return 1
}

cancel() {
  "$flink" cancel "$1" >/dev/null 2>&1 || true
}
