# Stands beside the program that started it, and holds the other end of a pipe: when the pipe closes without a "leave",
# the program was killed, and the server is stopped for it, unless another program still uses it.
# It also starts the server, so that "start" and "the program was killed" can never overtake each other.
home=$1 data=$2 pg_ctl=$3 throwaway=$4
trap '' INT TERM HUP
echo watching
while IFS= read -r order; do
    case $order in
        # The server must not inherit our deaf ears.
        start) (trap - INT TERM HUP; exec "$pg_ctl" start -D "$data" -l "$home/server.log" -w -t 60) </dev/null >/dev/null 2>&1
            echo "started $?" ;;
        leave) exit 0 ;;
    esac
done
exec >/dev/null 2>&1
# Without flock (macOS) nobody can tell whether the server is still in use: it runs on, and the next start adopts it.
command -v flock || exit 0
# A dying program closes its pipe before its locks, and on a busy machine a while before: one look isn't enough.
# Whoever still holds the users lock after 5 s is alive.
tries=0
while :; do
    exec 8<"$home/setup.lock" && flock -x 8 || exit 0
    exec 9<"$home/users.lock" && flock -n -x 9 && break
    exec 9<&- 8<&-
    tries=$((tries + 1))
    [ $tries -lt 25 ] || exit 0
    sleep 0.2
done
if [ "$throwaway" = yes ]; then
    "$pg_ctl" stop -D "$data" -m immediate -w 8<&- 9<&-
    rm -rf "$home"
else
    "$pg_ctl" stop -D "$data" -m fast -w -t 120 8<&- 9<&-
fi
