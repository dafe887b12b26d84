# shellcheck shell=bash disable=SC2154
# Sourced. What must be installed, and what is fetched once and kept outside the tree, by version.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/gazette/native

# cached FOLDER COMMAND...: has COMMAND fill FOLDER unless that is there; a folder that is there is complete.
cached() {
  local fresh
  [ ! -d "$1" ] || return 0
  say "Fetching $(basename "$1") (once; may take minutes) ..."
  mkdir -p "$(dirname "$1")"
  fresh=$(mktemp -d "$1.XXXXXX")
  if ! "${@:2}" "$fresh" >"$fresh.log" 2>&1; then
    tail -n 15 "$fresh.log" >&2
    rm -rf "$fresh" "$fresh.log"
    fail "Could not fetch $(basename "$1"); nothing of it was kept. Is the network there?"
  fi
  mv -T "$fresh" "$1" 2>/dev/null || [ -d "$1" ]
  rm -rf "$fresh" "$fresh.log"
}

# jar_folder POM: its name carries the sum of the POM too, so that another list of jars is another folder.
jar_folder() {
  local name
  name=$(sed -nE 's|^  <artifactId>(.*)</artifactId>|\1|p' "$1")-$(sed -nE 's|^  <version>(.*)</version>|\1|p' "$1")
  echo "$cache/$name-$(cksum <"$1" | cut -d ' ' -f 1)"
}

# copy_jars POM FOLDER
copy_jars() {
  nice -n 10 mvn --batch-mode --strict-checksums -q -f "$1" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$2"
}

# java_home: prints the folder of a JDK, 21 or newer.
java_home() {
  local home version
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/* /opt/*; do
    [ -x "$home/bin/javac" ] || continue
    version=$(sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$home/release" 2>/dev/null) || continue
    ((version < 21)) || { echo "$home"; return; }
  done
  return 1
}

# postgres_bin: prints the folder of PostgreSQL's programs, version 15 if it is there.
postgres_bin() {
  local bin
  for bin in /usr/lib/postgresql/{15,16,17,18}/bin; do
    [ ! -x "$bin/initdb" ] || { echo "$bin"; return; }
  done
  return 1
}

has_go() {
  local version
  version=$(go version 2>/dev/null | sed -nE 's/.* go1\.([0-9]+).*/\1/p')
  ((${version:-0} >= 21))
}

has_jars() { [ -d "$(jar_folder "$here/kafka/pom.xml")" ] && [ -d "$(jar_folder "$here/opensearch/pom.xml")" ]; }

# Lines of: Debian package, then what it stands for. Tools for fetching are not missed where all is fetched.
missing() {
  java_home >/dev/null || echo 'openjdk-21-jdk-headless a JDK, 21 or newer, under JAVA_HOME, /usr/lib/jvm or /opt'
  has_jars || command -v mvn >/dev/null || echo 'maven Maven (mvn)'
  [ -d "$minio_folder" ] || has_go || echo 'golang-go Go, 1.21 or newer'
  postgres_bin >/dev/null || echo 'postgresql-15 the programs of PostgreSQL 15 in /usr/lib/postgresql/15/bin'
}

install_packages() {
  local package
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  for package in "$@"; do apt-get install -qq -y --no-install-recommends "$package" >/dev/null || true; done
}

# In CI installs what is missing, otherwise says it and ends.
require_tools() {
  local lines packages
  lines=$(missing)
  packages=$(cut -d ' ' -f 1 <<<"$lines" | paste -sd ' ')
  if [ -n "$lines" ] && [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $packages ..."
    # shellcheck disable=SC2086
    install_packages $packages
    lines=$(missing)
  fi
  [ -z "$lines" ] || fail "$(printf 'Missing for the servers:\n%s\nOn Debian or Ubuntu, as root: apt-get install %s' \
    "$(sed -E 's/^[^ ]+/ -/' <<<"$lines")" "$packages")"
}
