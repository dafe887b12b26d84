# shellcheck shell=bash disable=SC2154
# Sourced. OpenSearch: one node in one process, without the security plugin, hence without passwords.

opensearch_provision() {
  cached "$(jar_folder "$here/opensearch/pom.xml")" copy_jars "$here/opensearch/pom.xml"
}

opensearch_start() {
  local heap=${GAZETTE_OPENSEARCH_HEAP:-1g}
  mkdir -p "$dir/opensearch/tmp"
  begin opensearch "$(java_home)/bin/java" "-Xms$heap" "-Xmx$heap" "-Djava.io.tmpdir=$dir/opensearch/tmp" -XX:-UsePerfData \
    -cp "$(jar_folder "$here/opensearch/pom.xml")/*" "$here/opensearch/Launch.java" \
    "$dir/opensearch/node" discovery.type=single-node network.host=127.0.0.1 "http.port=${port[opensearch]}" \
    "transport.port=${port[transport]}" action.auto_create_index=false
}

opensearch_answers() { http_ok "${port[opensearch]}" '/_cluster/health?wait_for_status=yellow&timeout=2s'; }

opensearch_stop() { end opensearch TERM; }

opensearch_url() { say "GAZETTE_SEARCH='opensearch://127.0.0.1:${port[opensearch]}/gazette'"; }
