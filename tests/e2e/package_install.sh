# What the package must do on a machine: FOLDER PACKAGE PORT. Each line of FOLDER/result is "ok NAME" or "FAILED NAME";
# what a check said is in the file FOLDER/NAME.
# Every system call of the server is in FOLDER/calls. Runs inside package_root.sh.
folder=$1 package=$2 port=$3
result=$folder/result
: >"$result"

check() {
    name=$1
    shift
    if "$@" >"$folder/$name" 2>&1; then echo "ok $name" >>"$result"; else echo "FAILED $name" >>"$result"; fi
}
is() { [ "$1" = "$2" ] || { echo "got '$1', want '$2'"; return 1; }; }
what() { stat -c '%U:%G %a' "$1"; }
lacks() { ! "$@"; }
# What systemd does by the unit: user, rights, environment.
serve() {
    umask 077
    set -a
    . /etc/plimsoll/plimsoll.env
    set +a
    # shellcheck disable=SC2086
    exec setpriv --reuid plimsoll --regid plimsoll --clear-groups --no-new-privs --bounding-set -all --inh-caps -all \
        env HOME=/var/lib/plimsoll strace -D -f -qq -o "$folder/calls" /usr/bin/plimsoll serve --data /var/lib/plimsoll/data --catalog /etc/plimsoll/catalog \
        --listen "$PLIMSOLL_LISTEN" $PLIMSOLL_OPTIONS >"$folder/serve.log" 2>&1
}
ready() {
    tries=0
    until curl -sf "http://127.0.0.1:$port/readyz"; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] && kill -0 "$server" || return 1
        sleep 0.1
    done
}
start() {
    serve &
    server=$!
    ready
}
stop() { kill "$server" && wait "$server"; }

check "the package installs" dpkg --install "$package"
check "its user cannot log in" is "$(getent passwd plimsoll | cut -d: -f6-)" "/var/lib/plimsoll:/usr/sbin/nologin"
check "its state folder is its own" is "$(what /var/lib/plimsoll)" "plimsoll:plimsoll 700"
check "others cannot read its secrets" is "$(what /etc/plimsoll/plimsoll.env)" "root:plimsoll 640"
check "it cannot change its own binary" is "$(what /usr/bin/plimsoll)" "root:root 755"
check "the catalogue it brings is valid" plimsoll check /etc/plimsoll/catalog
check "systemd understands the unit" systemd-analyze verify /lib/systemd/system/plimsoll.service
check "systemd finds little exposed" systemd-analyze security --offline=true --threshold=20 /lib/systemd/system/plimsoll.service

sed -i "s/^PLIMSOLL_LISTEN=.*/PLIMSOLL_LISTEN=127.0.0.1:$port/" /etc/plimsoll/plimsoll.env
# As ProtectSystem=strict has it.
mount --bind /var/lib/plimsoll /var/lib/plimsoll
mount -o remount,bind,ro /
install -o plimsoll -m 0644 /dev/null "$folder/calls"
chmod 0711 "$folder"
check "it starts as its user where only its state can be written" start
check "it answers" curl -sf "http://127.0.0.1:$port/api/v1/version"
check "it shows its web UI" sh -c "curl -sf --compressed http://127.0.0.1:$port/ | grep -q '<div id=\"root\">'"
check "its data is nobody else's" is "$(what /var/lib/plimsoll/data)" "plimsoll:plimsoll 700"
check "its databases are nobody else's" is "$(what /var/lib/plimsoll/data/log.db)" "plimsoll:plimsoll 600"
check "the key of its heads stands beside the data" is "$(what /var/lib/plimsoll/data.head-key)" "plimsoll:plimsoll 600"
check "its CLI finds it, and the SLO that it brought" sh -c "setpriv --reuid plimsoll --regid plimsoll --clear-groups \\
    env HOME=/var/lib/plimsoll plimsoll slo list | grep prometheus-http"
check "it stops when told to" stop
check "its log verifies" plimsoll audit verify --data /var/lib/plimsoll/data
mount -o remount,bind,rw /

check "it installs again over itself" dpkg --install "$package"
check "what the operator set stays" grep -q ":$port" /etc/plimsoll/plimsoll.env
check "it goes" dpkg --remove plimsoll
check "and leaves the data" test -f /var/lib/plimsoll/data/log.db
check "purged, it leaves no settings" sh -c 'dpkg --purge plimsoll && [ ! -e /etc/plimsoll/plimsoll.env ]'
check "purged, it leaves the data" test -f /var/lib/plimsoll/data/log.db
