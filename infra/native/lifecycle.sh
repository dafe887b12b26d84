# shellcheck shell=bash
# Sourced. One folder of state; ports and passwords; processes begun, found again and ended; waiting for an answer.

dir=${GAZETTE_SERVERS_DIR:-${XDG_STATE_HOME:-$HOME/.local/state}/gazette/servers}
[[ $dir == /* ]] || dir=$PWD/$dir
declare -A port

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# One command at a time in this folder; processes that are begun do not inherit the lock.
lock() {
  umask 077
  mkdir -p "$dir"
  exec 9>"$dir/lock"
  flock 9
}

# born PID: prints when it started, which tells it from any other that ever had its number. Zombies do not count.
born() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  echo "${fields[19]}@$(</proc/sys/kernel/random/boot_id)"
}

# running NAME: prints the process id if what was begun under this name still runs.
running() {
  local pid start
  [ -s "$dir/$1/pid" ] && read -r pid start <"$dir/$1/pid" && [ "$(born "$pid")" = "$start" ] && echo "$pid"
}

# begin NAME COMMAND...: in the folder of that name, on its own, its words into `log`.
begin() {
  (
    cd "$dir/$1" || exit
    exec 9>&- </dev/null >>log 2>&1
    exec setsid "${@:2}"
  ) &
  echo "$! $(born $!)" >"$dir/$1/pid"
}

# end NAME SIGNAL: asks with SIGNAL, insists after half a minute.
end() {
  local pid deadline=$((SECONDS + ${GAZETTE_SERVERS_PATIENCE:-30}))
  pid=$(running "$1") || { rm -f "$dir/$1/pid"; return 0; }
  kill -s "$2" "$pid" || true
  while running "$1" >/dev/null; do
    sleep 0.1
    ((SECONDS >= deadline)) || continue
    say "$1 does not end; killing process $pid."
    kill -s KILL "$pid" || true
    deadline=$((SECONDS + 30))
  done
  rm -f "$dir/$1/pid"
  say "$1 stopped."
}

# await NAME SECONDS: until NAME_answers; fails when it ends or takes too long.
await() {
  local deadline=$((SECONDS + $2)) trouble=
  until "$1_answers" 2>/dev/null; do
    running "$1" >/dev/null || trouble="$1 ended while it was starting."
    ((SECONDS < deadline)) || trouble="$1 does not answer after $2 seconds."
    [ -z "$trouble" ] || { tail -n 15 "$dir/$1/log" >&2; fail "$trouble All of its log: $dir/$1/log"; }
    sleep 0.2
  done
}

# password NAME: prints it; made on first use.
password() {
  local file=$dir/passwords/$1
  if [ ! -s "$file" ]; then
    mkdir -p "$dir/passwords"
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$file.new"
    mv "$file.new" "$file"
  fi
  cat "$file"
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_ok PORT PATH: whether a GET is answered with 200.
http_ok() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 -u 3 _ status _ && [ "$status" = 200 ]
)

# fill TEMPLATE NAME=VALUE...: prints the template with every @NAME@ replaced.
fill() {
  local text pair
  text=$(<"$1")
  for pair in "${@:2}"; do text=${text//"@${pair%%=*}@"/"${pair#*=}"}; done
  printf '%s\n' "$text"
}

all_free() {
  local number
  for ((number = $1; number < $1 + 6; number++)); do ! is_open "$number" || return 1; done
}

# Below the range that outgoing connections take theirs from: a stopped server must find its port free again.
free_base() {
  local base
  for _ in {1..100}; do
    base=$((20000 + RANDOM % 1200 * 10))
    all_free "$base" && echo "$base" && return
  done
  fail 'Found no six free ports in a row. Name the first: GAZETTE_SERVERS_PORT_BASE=NUMBER.'
}

use_ports() {
  # shellcheck disable=SC2034
  port=([kafka]=$1 [controller]=$(($1 + 1)) [opensearch]=$(($1 + 2)) [transport]=$(($1 + 3)) [minio]=$(($1 + 4)) [postgres]=$(($1 + 5)))
}

# Ports stay as they are while any server runs, and from one start to the next if nobody took them.
choose_ports() {
  local held='' base=${GAZETTE_SERVERS_PORT_BASE:-}
  [ ! -s "$dir/port-base" ] || held=$(<"$dir/port-base")
  if any_running; then
    [ "${base:-$held}" = "$held" ] || fail "The servers use ports from $held on. Stop them first: make servers-stop."
    base=$held
  fi
  [ -n "$base" ] || { [ -n "$held" ] && all_free "$held" && base=$held; } || base=$(free_base)
  echo "$base" >"$dir/port-base"
  use_ports "$base"
}

any_running() {
  local name
  for name in "${SERVERS[@]}"; do running "$name" >/dev/null && return; done
  return 1
}
