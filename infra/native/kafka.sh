# shellcheck shell=bash disable=SC2154
# Sourced. Apache Kafka: one node, broker and controller; clients log in with SASL/PLAIN.

kafka_provision() {
  cached "$(jar_folder "$here/kafka/pom.xml")" copy_jars "$here/kafka/pom.xml"
}

# kafka_java MAIN-AND-ARGUMENTS...: how to run a class of Kafka, into the array `command`.
kafka_java() {
  command=("$(java_home)/bin/java" "-Xmx${GAZETTE_KAFKA_HEAP:-512m}" "-Djava.io.tmpdir=$dir/kafka/tmp" -XX:-UsePerfData
    "-Dlog4j2.configurationFile=$here/kafka/log4j2.xml" -cp "$(jar_folder "$here/kafka/pom.xml")/*" "$@")
}

kafka_tool() {
  local command
  kafka_java kafka.tools.StorageTool "$@"
  "${command[@]}"
}

# Once; the mark is set last, so that a format cut short begins anew.
kafka_format() {
  local home=$dir/kafka
  [ ! -e "$home/formatted" ] || return 0
  rm -rf "$home/data"
  kafka_tool format -t "$(kafka_tool random-uuid)" -c "$home/server.properties" && touch "$home/formatted"
}

kafka_start() {
  local command
  mkdir -p "$dir/kafka/tmp"
  fill "$here/kafka/server.properties" "DIR=$dir/kafka" "PORT=${port[kafka]}" "CONTROLLER_PORT=${port[controller]}" \
    "PASSWORD=$(password kafka)" >"$dir/kafka/server.properties"
  kafka_format >>"$dir/kafka/log" 2>&1 || fail "Could not format Kafka's storage; see $dir/kafka/log"
  kafka_java kafka.Kafka server.properties
  begin kafka "${command[@]}"
}

# Asks for the versions of its API, which needs no login; right is an answer to request 1 without an error.
kafka_answers() (
  exec 3<>"/dev/tcp/127.0.0.1/${port[kafka]}"
  printf '\0\0\0\x0a\0\x12\0\0\0\0\0\x01\xff\xff' >&3
  [ "$(timeout 5 head -c 10 <&3 | od -An -tx1 -j 4 | tr -d ' \n')" = 000000010000 ]
)

kafka_stop() { end kafka TERM; }

kafka_url() {
  say "GAZETTE_EVENT_LOG='kafka://gazette:$(password kafka)@127.0.0.1:${port[kafka]}?security_protocol=SASL_PLAINTEXT&sasl_mechanism=PLAIN'"
}
