# This shell runs next to the program that started it and reads from its pipe. If the pipe closes without a "leave", the
# program was killed. Then this shell stops the server, unless another program still uses it.
# It also starts the server, so that a "start" is always finished before a kill of the program is noticed.
directory=$1 data=$2 pg_ctl=$3 throwaway=$4
trap '' INT TERM HUP
echo watching
while IFS= read -r order; do
    case $order in
        # Restore signal handling for the server: this shell ignores INT, TERM and HUP.
        # pg_ctl passes the paths on to another shell, which would change `$` and quotes. Relative ones have none.
        start) (trap - INT TERM HUP; cd "$directory" && exec "$pg_ctl" start -D "$data" -l server.log -w -t 60) \
                </dev/null >/dev/null 2>&1
            echo "started $?" ;;
        leave) exit 0 ;;
    esac
done
exec >/dev/null 2>&1
# Without flock (macOS) this shell can't tell whether another program uses the server. The server keeps running, and the
# next start adopts it.
command -v flock || exit 0
# A killed program closes its pipe before it releases its locks, on a busy machine noticeably earlier. One attempt isn't
# enough. A program that still holds the users lock after 5 s is alive.
tries=0
while :; do
    exec 8<"$directory/setup.lock" && flock -x 8 || exit 0
    exec 9<"$directory/users.lock" && flock -n -x 9 && break
    exec 9<&- 8<&-
    tries=$((tries + 1))
    [ $tries -lt 25 ] || exit 0
    sleep 0.2
done
if [ "$throwaway" = yes ]; then
    "$pg_ctl" stop -D "$directory/$data" -m immediate -w 8<&- 9<&-
    rm -rf "$directory"
else
    "$pg_ctl" stop -D "$directory/$data" -m fast -w -t 120 8<&- 9<&-
fi
