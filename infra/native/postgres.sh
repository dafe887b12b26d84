# shellcheck shell=bash disable=SC2154
# Sourced. PostgreSQL from the distribution, with a cluster of its own; role `gazette` owns database `gazette`.

# PostgreSQL refuses to run as root, and its user cannot walk into root's home. What is open as file 8 is reached by this
# name whatever lies above it.
postgres_folder=/proc/self/fd/8

postgres_provision() { :; }

# Its number is part of the folder's name: another version cannot read these files.
postgres_data() { echo "data-$(basename "$(dirname "$(postgres_bin)")")"; }

# postgres_program NAME: how to run it, as a user that PostgreSQL accepts, into the array `program`.
postgres_program() {
  program=(env --chdir=/)
  [ "$(id -u)" != 0 ] || program+=(setpriv --reuid=postgres --regid=postgres --init-groups)
  program+=("$(postgres_bin)/$1")
}

# postgres_make FOLDER: a cluster. The superuser gets no password: nobody logs in as that.
postgres_make() {
  local program
  mkdir "$1" || return
  [ "$(id -u)" != 0 ] || chown postgres: "$1"
  postgres_program initdb
  "${program[@]}" -D $postgres_folder --username=postgres --auth=reject --encoding=UTF8 --no-locale 8<"$1" || return
  echo 'host all gazette 127.0.0.1/32 scram-sha-256' >"$1/pg_hba.conf"
  postgres_program postgres
  "${program[@]}" --single -D $postgres_folder postgres 8<"$1" <<<"
CREATE ROLE gazette LOGIN CREATEDB PASSWORD '$(password postgres)'
CREATE DATABASE gazette OWNER gazette"
}

# Once; made beside its place and then moved there, so that one cut short begins anew.
postgres_init() {
  local data
  data=$dir/postgres/$(postgres_data)
  [ ! -d "$data" ] || return 0
  rm -rf "$data.new"
  postgres_make "$data.new" && mv "$data.new" "$data"
}

# postgres_predecessor FILE: prints the process in a lock file if it is dead. As long as nobody reaps it, PostgreSQL takes
# it for a running server, unless told that it is its grandparent; whether others still use the files it checks anyway.
postgres_predecessor() {
  local pid
  [ -s "$1" ] || return 0
  read -r pid <"$1"
  born "$pid" >/dev/null || echo "$pid"
}

postgres_start() {
  local program data
  mkdir -p "$dir/postgres"
  postgres_init >>"$dir/postgres/log" 2>&1 || fail "Could not initialise PostgreSQL; see $dir/postgres/log"
  data=$dir/postgres/$(postgres_data)
  postgres_program postgres
  program=("PG_GRANDPARENT_PID=$(postgres_predecessor "$data/postmaster.pid")" "${program[@]}")
  begin postgres env "${program[@]}" -D $postgres_folder -p "${port[postgres]}" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= 8<"$data"
}

postgres_answers() {
  PGPASSWORD=$(password postgres) PGCONNECT_TIMEOUT=5 "$(postgres_bin)/psql" -qAt -h 127.0.0.1 -p "${port[postgres]}" \
    -U gazette -d gazette -c 'SELECT 1' >/dev/null
}

# INT ends sessions; TERM would wait for them.
postgres_stop() { end postgres INT; }

postgres_url() {
  say "GAZETTE_CATALOGUE='postgresql+psycopg://gazette:$(password postgres)@127.0.0.1:${port[postgres]}/gazette'"
}
