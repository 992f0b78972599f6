#!/bin/sh
# Puts a Penstock executable through every command, every endpoint, the errors and both samples, kills it, restarts it
# and stops it, and prints a table of what came of it. Ends with 0 only if all of it was as it must be.
#
#   src/it/native-check.sh [--quick] [--prepared DIR] BINARY [ARGUMENT...]
#   src/it/native-check.sh src/server/target/penstock-server-0.1.0-SNAPSHOT-runner
#   src/it/native-check.sh java -jar src/server/target/quarkus-app/quarkus-run.jar
#
# --quick takes 3,000 flights of its own to the end instead of the 300,000 that come with the server. --prepared names
# a data directory with two prepared transactions, to be ended by hand. With CHECK_JDBC_URL set (and CHECK_JDBC_USERNAME,
# CHECK_JDBC_PASSWORD), a server is also started on that PostgreSQL database.
#
# Needs a POSIX shell with its usual tools (awk, dd, grep, mkfifo, mktemp, sed), and curl.
set -u

fail() {
    printf 'native-check: %s\n' "$1" >&2
    exit 2
}

quick=
prepared=
while [ $# -gt 0 ]; do
    case $1 in
        --quick) quick=yes && shift ;;
        --prepared) prepared=${2:-} && [ -d "$prepared" ] && shift 2 || fail "--prepared: no such directory" ;;
        -*) fail "there is no option $1" ;;
        *) break ;;
    esac
done
[ $# -gt 0 ] || fail 'name the executable: native-check.sh [--quick] [--prepared DIR] BINARY [ARGUMENT...]'
command -v "$1" >/dev/null 2>&1 || fail "there is no executable $1"
command -v curl >/dev/null 2>&1 || fail 'curl is needed'

all=$(mktemp -d)
work=$all
pid=
streaming=
lane=
checks=0
failures=0
# Long enough for a slow machine: these are limits of what hangs, not times that anything is measured by.
patience=${CHECK_PATIENCE_SECONDS:-120}

clean() {
    [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
    [ -z "$streaming" ] || kill "$streaming" 2>/dev/null
    # What runs beside this has a server of its own, and ends it.
    [ -z "$lane" ] || { kill "$lane" 2>/dev/null && wait "$lane" 2>/dev/null; }
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

# The executable with its arguments, under one name.
{
    printf '#!/bin/sh\nexec'
    for argument in "$@"; do
        printf " '%s'" "$(printf %s "$argument" | sed "s/'/'\\\\''/g")"
    done
    printf ' "$@"\n'
} >"$all/penstock"
chmod +x "$all/penstock"
bin=$all/penstock

# row KIND WHAT EXPECTED GOT
row() {
    checks=$((checks + 1))
    verdict=ok
    if [ "$3" != "$4" ]; then
        verdict=FAILED
        failures=$((failures + 1))
    fi
    printf '%-9s| %-76s| %-23s| %-23s| %s\n' "$1" "$2" "$3" "$4" "$verdict"
}

# What was printed or answered, after a row that failed.
explain() {
    [ "$verdict" = ok ] || awk 'NR <= 40 { print "    " $0 }' "$@"
}

# until_true COMMAND...: waits for a condition; false if it does not come.
until_true() {
    tries=$((patience * 10))
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.1 2>/dev/null || sleep 1
    done
}

# --- Commands -------------------------------------------------------------------------------------------------------

is_over() {
    ! kill -0 "$running" 2>/dev/null
}

# What commands read from their standard input.
input=/dev/null

# run STATUS ARGUMENT...: a command to its end. One that does not end is killed, which is another status.
run() {
    expected=$1
    shift
    "$bin" "$@" >"$work/out" 2>"$work/err" <"$input" &
    running=$!
    until_true is_over || kill -9 "$running"
    wait "$running" 2>/dev/null
    row command "penstock $(printf %s "$*" | sed "s#$work#DIR#g")" "$expected" $?
    explain "$work/out" "$work/err"
    printf '%s\n' "$*" >>"$all/ran"
}

# printed FILE PATTERN: what the last command must have said.
printed() {
    if grep -q -- "$2" "$work/$1"; then found=yes; else found=no; fi
    row output "$2" yes "$found"
    explain "$work/out" "$work/err"
}

# Every command there is, as --help tells it; all that groups no others are noted.
walk() {
    # shellcheck disable=SC2086 # A path of commands is several words.
    run 0 $1 --help
    sub=$(sed -n '/^Commands:/,$s/^  \([a-z][a-z-]*\) .*/\1/p' "$work/out")
    if [ -z "$sub" ]; then
        printf '%s\n' "$1" >>"$all/leaves"
    fi
    for name in $sub; do
        walk "$(printf %s "$1 $name" | sed 's/^ //')"
    done
}

check_commands() {
    walk ''
    run 0 --version
    printed out '^Penstock [0-9]'
    printed out '^Java [0-9]'
    run 2 nonsense
    run 2 start --port 99999
    run 2 start --nonsense
    run 2 sample
    run 64 log
    run 64 cells move orders main-2
    run 64 migrate --to nowhere
    run 2 bench
    run 2 bench journal --seconds 0
    run 1 log verify --data "$work/nowhere"
}

check_users() {
    echo secret >"$work/password"
    input=$work/password
    run 0 user add ada --roles producer --password-stdin --iterations 10000 --file "$work/users"
    run 1 user add ada --password-stdin --iterations 10000 --file "$work/users"
    run 0 user password ada --password-stdin --iterations 10000 --file "$work/users"
    run 0 user hash --password-stdin --iterations 10000
    printed out '^scram-sha-256:10000:'
    input=/dev/null
    run 0 user roles ada --roles consumer --file "$work/users"
    run 0 user list --file "$work/users"
    printed out '^ada consumer$'
    run 0 user remove ada --file "$work/users"
    run 1 user remove ada --file "$work/users"
}

check_that_all_ran() {
    while read -r leaf; do
        if grep -v -- '--help$' "$all/ran" | grep -q "^$leaf\( \|$\)"; then ran=yes; else ran=no; fi
        row command "penstock $leaf: has a check of its own" yes "$ran"
    done <"$all/leaves"
}

# --- A server -------------------------------------------------------------------------------------------------------

# says PATTERN: the server has printed it, or is no more.
says() {
    grep -q -- "$1" "$work/server" || ! kill -0 "$pid" 2>/dev/null
}

# begin PATTERN ARGUMENT...: runs a command beside this script, and waits until it has printed that.
begin() {
    pattern=$1
    shift
    # What the one before has printed must not be taken for what this one prints.
    : >"$work/server"
    "$bin" "$@" >"$work/server" 2>&1 </dev/null &
    pid=$!
    printf '%s\n' "$*" >>"$all/ran"
    until_true says "$pattern"
    if grep -q -- "$pattern" "$work/server"; then said=yes; else said=no; fi
    row server "penstock $(printf %s "$*" | sed "s#$work#DIR#g"): prints '$pattern'" yes "$said"
    explain "$work/server"
}

# start DIRECTORY: a server on that data.
start() {
    begin 'Listening on' start --port 0 --data "$1"
    url=$(sed -n 's/.*Listening on: \(http:[^ ]*\).*/\1/p' "$work/server")
}

# stop SIGNAL STATUS: how it ends, and that it had nothing to complain of.
stop() {
    kill "-$1" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    row server "ends on SIG$1" "$2" $?
    pid=
    explain "$work/server"
    if grep -E -q 'ERROR|Exception' "$work/server"; then errors=yes; else errors=no; fi
    row server 'has errors in its log' no "$errors"
    explain "$work/server"
}

# request METHOD PATH [CURL'S OPTION...]
request() {
    method=$1
    path=$2
    shift 2
    status=$(curl -sg -m "$patience" -o "$work/body" -D "$work/head" -w '%{http_code}' -X "$method" "$@" "$url$path")
}

# json METHOD PATH BODY
json() {
    request "$1" "$2" -H 'Content-Type: application/json' --data-binary "$3"
}

# endpoint STATUS METHOD TEMPLATE PATH [BODY | CURL'S OPTION...]
endpoint() {
    expected=$1
    shift
    template=$2
    method=$1
    shift 2
    case ${2:-} in
        \{*) json "$method" "$1" "$2" ;;
        *) request "$method" "$@" ;;
    esac
    row endpoint "$method $template" "$expected" "$status"
    explain "$work/body"
}

# answered PATTERN: what the last answer must have said.
answered() {
    if grep -q -- "$1" "$work/body"; then found=yes; else found=no; fi
    row answer "$1" yes "$found"
    explain "$work/body"
}

# field NAME: the last value of that name in the last answer.
field() {
    sed -n 's/^[^"]*//; s/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' "$work/body" | head -n 1
}

# problem STATUS TYPE METHOD PATH [BODY | CURL'S OPTION...]
problem() {
    expected="$1 $2"
    shift 2
    method=$1
    shift
    case ${2:-} in
        \{*) json "$method" "$1" "$2" ;;
        *) request "$method" "$@" ;;
    esac
    type=$(field type | sed 's/urn:problem-type:penstock://')
    grep -i -q '^content-type: application/problem+json' "$work/head" || type="$type, but no problem+json"
    row problem "$method $1" "$expected" "$status $type"
    explain "$work/body"
}

api=/api/v1
d=$api/destinations

check_destinations() {
    endpoint 201 PUT $d/{destination} $d/orders '{"kind": "QUEUE", "partitions": 2, "priorities": 3}'
    endpoint 200 PUT $d/{destination} $d/orders '{"kind": "QUEUE", "partitions": 2}'
    endpoint 201 PUT $d/{destination} $d/prices '{"kind": "TOPIC", "retention": {"cleanup": "COMPACT"}}'
    endpoint 201 PUT $d/{destination} $d/quotes '{"kind": "TOPIC", "partitions": 3, "compression": "LZ4",
        "retention": {"cleanup": "DELETE", "maxAge": "P30D", "maxBytes": 10737418240}, "deduplication": "PT10M",
        "timeToLive": "P1D"}'
    endpoint 201 PUT $d/{destination} $d/narrow '{"kind": "QUEUE", "limits": {"maxMessages": 1, "overflow": "REJECT"}}'
    endpoint 201 PUT $d/{destination} $d/routed '{"kind": "EXCHANGE", "exchange": {"type": "PATTERN"}}'
    endpoint 201 PUT $d/{destination} $d/by-headers '{"kind": "EXCHANGE",
        "exchange": {"type": "HEADERS", "unroutable": "DISCARD"}}'
    endpoint 200 PATCH $d/{destination} $d/orders '{"partitions": 4, "timeToLive": "PT0S",
        "limits": {"maxMessages": 1000, "maxBytes": 1000000, "maxMessageBytes": 65536, "overflow": "BLOCK"}}'
    endpoint 200 GET $d "$d?limit=3&after=a"
    answered '"next":"'
    endpoint 200 GET $d/{destination} $d/orders
    answered '"maxMessageBytes":65536'
}

check_messages() {
    m=$d/{destination}/messages
    endpoint 201 POST "$m" "$d/orders/messages?key=customer-7&id=order-1" \
        -H 'Content-Type: application/json' -H 'Penstock-Header-tenant: north' -d '{"amount": 12}'
    answered '"messageId":"order-1"'
    printf '\377\000\001' >"$work/binary"
    endpoint 201 POST "$m" "$d/orders/messages?delay=PT1H" --data-binary "@$work/binary"
    endpoint 201 POST "$m" "$d/orders/messages?deliver-at=2030-01-31T06:00:00Z" -d later
    endpoint 201 POST "$m" "$d/prices/messages?key=EUR" -d 1.17
    endpoint 200 GET "$m" "$d/orders/messages?limit=10"
    answered '"bodyBase64":"/wAB"'
    endpoint 200 GET "$m/{partition}/{offset}" $d/prices/messages/0/0
    answered '"isCut":false,"subscriptions":\['
    endpoint 200 GET "$m/{partition}/{offset}" "$d/prices/messages/0/0?body=whole"
    answered '^1.17$'
    endpoint 200 GET "$m/newest" "$d/prices/messages/newest?key=EUR"
    answered '"body":"1.17"'
    endpoint 204 GET "$m/newest" "$d/prices/messages/newest?key=USD"
}

# streams PATTERN: the stream of events has said it, or is no more.
streams() {
    grep -q -- "$1" "$work/body" || ! kill -0 "$streaming" 2>/dev/null
}

# stream TEMPLATE PATH PATTERN: what a stream of events says, which is left then.
stream() {
    # What the last answer said must not be taken for what this one says.
    : >"$work/body"
    : >"$work/head"
    curl -sgN -m "$patience" -D "$work/head" "$url$2" >"$work/body" 2>/dev/null &
    streaming=$!
    until_true streams "$3"
    kill "$streaming" 2>/dev/null
    wait "$streaming" 2>/dev/null
    streaming=
    row endpoint "GET $1" 200 "$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' "$work/head")"
    answered "$3"
}

check_consuming() {
    o=$d/{destination}/subscriptions/{subscription}
    p=$d/parcels/subscriptions/parcels
    endpoint 201 PUT $d/{destination} $d/parcels '{"kind": "QUEUE"}'
    endpoint 200 POST $d/{destination}/messages:batch $d/parcels/messages:batch \
        -H 'Content-Type: application/json' -d '[{"body": "a"}, {"body": "b"}, {"body": "c"}, {"body": "d"}, {"body": "e"}]'
    answered '"status":201'
    printf '{"body": "f"}\n{"body": "g"}\n' >"$work/lines"
    endpoint 200 POST $d/{destination}/messages:batch $d/parcels/messages:batch \
        -H 'Content-Type: application/x-ndjson' --data-binary "@$work/lines"
    answered '"offset":6'
    for how in accept release fail reject; do
        endpoint 200 POST "$o/deliveries" "$p/deliveries?wait=PT0S"
        token=$(field token)
        endpoint 200 POST "$o/deliveries/{token}/renew" "$p/deliveries/$token/renew" '{"lease": "PT5M"}'
        endpoint 204 POST "$o/deliveries/{token}/$how" "$p/deliveries/$token/$how"
    done
    endpoint 200 POST "$o/deliveries" "$p/deliveries?wait=PT0S"
    token=$(field token)
    endpoint 200 POST "$o/deliveries/settle" $p/deliveries/settle \
        "{\"items\": [{\"token\": \"$token\", \"action\": \"ACCEPT\"}]}"
    answered '"status":204'
    problem 410 token-gone POST "$p/deliveries/$token/accept"
    stream "$o/events" "$p/events?settle=written" '^data: {"token"'
    stream $d/{destination}/events "$d/prices/events?from=earliest" '^id: 0:1'
}

check_subscriptions() {
    s=$d/{destination}/subscriptions/{subscription}
    endpoint 201 PUT "$s" $d/prices/subscriptions/billing '{
        "ordering": "KEY", "start": "EARLIEST", "maxDeliveries": 20, "lagging": "SKIP",
        "retry": {"maxRetries": 4, "delay": "PT1S", "factor": 2, "maxDelay": "PT5M", "jitter": "PT0.2S"},
        "deadLetter": {"destination": "billing-problems", "routes": {"java.io.IOException": "billing-io"},
            "alert": {"moreThan": 10, "window": "PT5M"}}}'
    endpoint 200 PUT "$s" $d/prices/subscriptions/billing '{"ordering": "KEY", "filter": "tenant = '"'north'"'"}'
    endpoint 201 PUT "$s" $d/prices/subscriptions/audit '{"start": "EARLIEST"}'
    endpoint 200 GET "$s" $d/prices/subscriptions/audit
    endpoint 200 GET "$s/consumers" $d/prices/subscriptions/audit/consumers
    answered '"consumers":\[\]'
    endpoint 304 GET "$s" $d/prices/subscriptions/audit -H "If-None-Match: *"
    endpoint 200 GET "$s/messages" $d/prices/subscriptions/audit/messages
    answered '"body":"1.17"'
    endpoint 200 POST "$s/seek" "$d/prices/subscriptions/audit/seek?actor=ada" '{"position": "earliest"}'
    endpoint 200 POST "$s/pause" "$d/prices/subscriptions/audit/pause?actor=ada"
    endpoint 200 POST "$s/resume" "$d/prices/subscriptions/audit/resume?actor=ada"
    endpoint 200 POST "$s/purge" "$d/prices/subscriptions/audit/purge?actor=ada"
    endpoint 204 DELETE "$s" $d/prices/subscriptions/audit
}

# Without users, so that nobody logs in.
check_sessions() {
    endpoint 200 GET $api/me $api/me
    answered '"user":null,"open":true'
    endpoint 409 POST $api/session $api/session '{"user": "ada", "password": "secret"}'
    endpoint 409 DELETE $api/session $api/session
}

check_alerts() {
    endpoint 201 PUT $api/alerts/{alert} $api/alerts/letters '{"moreDeadLettersThan": 10, "window": "PT5M"}'
    endpoint 201 PUT $api/alerts/{alert} $api/alerts/old '{"destinations": "orders.#", "oldestMessageOlderThan": "PT10M"}'
    endpoint 201 PUT $api/alerts/{alert} $api/alerts/alone '{"destinations": "*", "subscription": "s", "noConsumerFor": "PT1H"}'
    endpoint 201 PUT $api/alerts/{alert} $api/alerts/disk '{"diskAbove": 99}'
    endpoint 200 GET $api/alerts/{alert} $api/alerts/old
    answered '"oldestMessageOlderThan":"PT10M"'
    endpoint 200 GET $api/alerts "$api/alerts?limit=2"
    answered '"next":"disk"'
    endpoint 200 GET $api/alert-states "$api/alert-states?status=FIRING"
    endpoint 204 DELETE $api/alerts/{alert} $api/alerts/alone
}

check_overview() {
    endpoint 200 GET $api/overview/destinations "$api/overview/destinations?search=ORDERS&sort=waiting&order=desc&limit=5"
    answered '"spark":\['
    endpoint 200 GET $api/overview/subscriptions "$api/overview/subscriptions?limit=200"
    answered '"paused":'
    endpoint 200 GET $api/history "$api/history?range=PT5M"
    answered '"deadLetters":\['
    endpoint 200 GET $api/flow $api/flow
    answered '"from":"sender:http/[^"]*","to":"destination:orders","kind":"sends"'
    stream $api/live "$api/live?destinations=orders" '^data: .{"name":"orders"'
    answered '"health":{"state":"RUNNING"'
    problem 400 malformed-request GET "$api/history?range=P7D"
}

check_routing() {
    b=$d/{exchange}/bindings
    endpoint 201 POST "$b" $d/routed/bindings '{"destination": "orders", "pattern": "orders.*.eu.#", "filter": "a > 1"}'
    endpoint 201 POST "$b" $d/by-headers/bindings '{"destination": "orders", "headers": {"country": "de"}, "match": "ANY"}'
    endpoint 200 GET "$b" $d/by-headers/bindings
    id=$(field id)
    endpoint 201 POST $d/{destination}/messages $d/by-headers/messages -H 'Penstock-Header-country: de' -d routed
    endpoint 200 POST $d/{destination}/messages $d/by-headers/messages -d nobody
    answered '"discarded":true'
    endpoint 200 POST $d/{exchange}/route $d/by-headers/route '{"headers": {"country": "de"}}'
    answered '"destinations":\["orders"\]'
    endpoint 200 GET "$b/{id}" "$d/by-headers/bindings/$id"
    endpoint 204 DELETE "$b/{id}" "$d/by-headers/bindings/$id"
    endpoint 201 PUT $api/rules/{rule} $api/rules/audit '{"pattern": "pric*.#", "policies": {"ordering": "KEY"}}'
    endpoint 200 GET $api/rules $api/rules
    answered '"ordering":"KEY"'
    endpoint 200 GET $api/rules/{rule} $api/rules/audit
    endpoint 204 DELETE $api/rules/{rule} $api/rules/audit
}

check_schedules() {
    s=$api/schedules
    endpoint 201 PUT $s/{schedule} $s/nightly '{"destination": "orders", "cron": "0 30 2 * * ?", "body": "go",
        "zone": "Europe/Berlin", "misfire": "SKIP", "start": "2030-01-01T00:00:00Z", "headers": {"tenant": "north"}}'
    endpoint 201 PUT $s/{schedule} $s/hourly '{"destination": "orders", "interval": "PT1H", "bodyBase64": "/wAB"}'
    endpoint 200 GET $s/{schedule} $s/nightly
    endpoint 200 GET $s/{schedule}/next "$s/nightly/next?count=3"
    answered 'T0[01]:30:00Z'
    endpoint 200 POST $s/{schedule}/pause $s/nightly/pause
    endpoint 200 POST $s/{schedule}/resume $s/nightly/resume
    endpoint 200 POST $s/{schedule}/fire $s/nightly/fire
    answered '"fired":1'
    endpoint 200 GET $s $s
    answered '"next":'
    endpoint 204 DELETE $s/{schedule} $s/hourly
}

operation_is_over() {
    request GET "$api/operations/$1"
    ! grep -q '"state":"RUNNING"' "$work/body"
}

# Those that the flights sample has left.
check_dead_letters() {
    q=flights-late.dlq
    l=$api/dead-letters/{queue}
    endpoint 200 GET $api/dead-letters $api/dead-letters
    answered "\"$q\""
    endpoint 200 GET "$l" "$api/dead-letters/$q?limit=2"
    answered '"stackTrace":'
    letter=$(field messageId)
    endpoint 200 GET "$l/groups" $api/dead-letters/$q/groups
    answered '"groups":\[{"reason":"'
    place=$(sed -n 's/.*"sample":{"partition":\([0-9]*\),"offset":\([0-9]*\)}.*/\1\/\2/p' "$work/body")
    endpoint 200 GET "$l/letters/{partition}/{offset}" "$api/dead-letters/$q/letters/$place"
    answered '"waiting":true'
    endpoint 200 GET "$l/letters/{partition}/{offset}" "$api/dead-letters/$q/letters/$place?body=whole"
    endpoint 200 POST "$l/count" $api/dead-letters/$q/count '{"filter": "penstock_attempts >= 3"}'
    endpoint 200 POST "$l/redrive" $api/dead-letters/$q/redrive '{"dryRun": true}'
    endpoint 200 POST "$l/redrive" $api/dead-letters/$q/redrive "{\"messageIds\": [\"$letter\"], \"actor\": \"ada\"}"
    endpoint 202 POST "$l/redrive/start" $api/dead-letters/$q/redrive/start '{"limit": 1, "perSecond": 50, "actor": "ada"}'
    id=$(field id)
    until_true operation_is_over "$id"
    endpoint 202 POST "$l/discard/start" $api/dead-letters/$q/discard/start '{"delay": "PT1H", "reason": "old", "actor": "ada"}'
    id=$(field id)
    endpoint 200 POST $api/operations/{id}/stop "$api/operations/$id/stop"
    endpoint 200 GET $api/operations/{id} "$api/operations/$id"
    answered '"actor":"ada"'
    endpoint 200 GET $api/operations "$api/operations?limit=10"
    t=$api/triage
    endpoint 503 GET $t/letters $t/letters
    endpoint 503 GET "$t/letters/{id}" $t/letters/1
    endpoint 503 POST "$t/letters/{id}" $t/letters/1 '{"status": "IN_WORK"}'
    endpoint 503 POST $t/redrive $t/redrive '{"dryRun": true}'
    endpoint 503 POST $t/rebuild $t/rebuild
}

check_transactions() {
    t=$api/transactions
    if [ -n "$prepared" ]; then
        start "$prepared"
        endpoint 200 GET $t $t
        endpoint 204 POST $t/{id}/commit "$t/$(field id)/commit?actor=ada"
        endpoint 200 GET $t $t
        endpoint 204 POST $t/{id}/rollback "$t/$(field id)/rollback?actor=ada"
        stop TERM 143
    fi
}

check_problems() {
    problem 400 malformed-request PUT $d/x '{"kind": "QUEUE", "partions": 2}'
    problem 400 malformed-request PUT $d/x '{"kind": "HEAP"}'
    problem 400 malformed-request PUT $d/x '{'
    problem 400 malformed-request POST "$d/orders/messages?delay=soon" -d x
    problem 400 malformed-request POST $api/dead-letters/orders/redrive '{"messageIds": [null]}'
    problem 400 invalid-configuration PUT $d/x '{"kind": "QUEUE", "partitions": 0}'
    problem 400 invalid-configuration PUT $api/schedules/x '{"destination": "orders", "cron": "every day"}'
    problem 400 invalid-filter PUT $d/prices/subscriptions/x '{"filter": "a >"}'
    problem 400 invalid-message POST "$d/orders/messages?deliver-at=2999-01-01T00:00:00Z" -d x
    problem 404 unknown-destination GET $d/nowhere
    problem 404 unknown-destination POST $d/nowhere/messages -d x
    problem 404 unknown-subscription GET $d/prices/subscriptions/nobody/messages
    problem 404 unknown-schedule GET $api/schedules/never
    problem 404 unknown-operation GET $api/operations/999999
    problem 404 unknown-transaction POST $api/transactions/00/commit
    problem 404 unknown-transaction POST $api/transactions/00/rollback
    problem 404 about:blank GET /nowhere
    problem 405 about:blank DELETE $d
    problem 406 about:blank GET $d -H 'Accept: text/html'
    problem 415 about:blank PUT $d/x -H 'Content-Type: application/xml' -d '<queue/>'
    problem 409 conflict PUT $d/orders '{"kind": "TOPIC"}'
    problem 412 precondition-failed PUT $d/prices/subscriptions/billing -H 'If-None-Match: *'
    dd if=/dev/zero of="$work/large" bs=1024 count=1500 2>/dev/null
    problem 413 message-too-large POST $d/prices/messages --data-binary "@$work/large"
    dd if=/dev/zero of="$work/large" bs=1024 count=3000 2>/dev/null
    problem 413 body-too-large POST $d/prices/messages --data-binary "@$work/large"
    problem 422 unroutable POST "$d/routed/messages?routing-key=nowhere" -d x
    endpoint 201 POST $d/{destination}/messages $d/narrow/messages -d 1
    problem 429 limit-reached POST $d/narrow/messages -d 2
}

# brought PATH [CURL'S OPTION...]: what Quarkus brings, and the API's description does not have.
brought() {
    request GET "$@"
    row quarkus "GET $1" 200 "$status"
    explain "$work/body"
}

check_what_quarkus_brings() {
    for path in / /console/icon.svg /q/health /q/health/live /q/health/ready /q/health/started /q/metrics /q/openapi '/q/openapi?format=json'; do
        brought "$path"
    done
}

# What must not be, while a server is there.
check_clashes() {
    run 1 start --port 0 --data "$work/data"
    run 1 start --port "${url##*:}" --data "$work/other"
}

check_removals() {
    endpoint 200 POST $d/{destination}/purge "$d/orders/purge?actor=ada"
    endpoint 200 DELETE $d/{destination} "$d/quotes?actor=ada&force=true"
}

# --- Its ends -------------------------------------------------------------------------------------------------------

is_uploading() {
    curl -s -m "$patience" "$url/q/metrics" | grep -q '^http_server_active_requests.* 2\.0'
}

is_closing() {
    curl -s -m "$patience" -D - "$url/q/health/live" | grep -qi '^connection: close'
}

# A request that is half sent when the server is told to end is answered nevertheless.
check_drain() {
    mkfifo "$work/upload"
    curl -s -m "$patience" -o "$work/body" -w '%{http_code}' -X POST -T - "$url$d/prices/messages?key=drained" \
        <"$work/upload" >"$work/status" &
    upload=$!
    exec 3>"$work/upload"
    printf 'first half, ' >&3
    until_true is_uploading
    kill -TERM "$pid"
    until_true is_closing
    printf 'second half' >&3
    exec 3>&-
    wait "$upload"
    row server 'answers the request under way when told to end' 201 "$(cat "$work/status")"
    explain "$work/body" "$work/server"
    stop TERM 143
}

holds() {
    endpoint 200 GET "$d/{destination}/messages/newest" "$d/prices/messages/newest?key=$1"
    answered "\"body\":\"$2\""
}

check_restarts() {
    start "$work/data"
    holds drained 'first half, second half'
    request POST "$d/prices/messages?key=killed" -d 'acknowledged'
    stop KILL 137
    start "$work/data"
    holds killed acknowledged
    stop TERM 143
}

# --- A log without a server -----------------------------------------------------------------------------------------

check_log() {
    run 0 log verify --data "$work/data"
    printed out '^Sound'
    run 0 log verify --json --data "$work/data"
    printed out '"verdict":"sound"'
    run 0 log dump --entries --data "$work/data"
    run 0 log dump --json --limit 5 --data "$work/data"
    printed out '"type":"record"'
    run 0 log repair --data "$work/data"

    # A byte in the middle of what has been forced.
    file=$(find "$work/data" -name '*.journal' | sort | head -n 1)
    printf '\252' | dd of="$file" bs=1 seek=9000 conv=notrunc 2>/dev/null
    run 2 log verify --data "$work/data"
    run 2 log verify --json --data "$work/data"
    printed out '"verdict":"damaged"'
    run 2 log dump --data "$work/data"
    run 2 log repair --data "$work/data"
    run 0 log repair --apply --json --data "$work/data"
    run 0 log verify --data "$work/data"
    start "$work/data"
    stop TERM 143
}

# --- Samples and benchmarks -----------------------------------------------------------------------------------------

# The flights that come with the server: killed while they are published and, unless in haste, started again.
check_bundled_flights() {
    begin 'sent [1-9]' sample flights --exit --json --port 0 --data "$work/bundled"
    stop KILL 137
    if [ -z "$quick" ]; then
        run 0 sample flights --exit --json --port 0 --data "$work/bundled"
        printed out '"sent":300000,.*"lost":0,"aggregateMatches":true,"airports":223'
    fi
}

# Few enough for haste, many enough for five dead letters.
write_flights() {
    awk 'BEGIN {
        print "date,delay,distance,origin,destination"
        for (row = 1; row <= 3000; row++) {
            printf "2001-01-01 00:01,%d,%d,AP%d,XYZ\n", row % 10 == 0 ? 90 : row % 50, 100 + row, row % 5
        }
    }' >"$1"
}

check_samples() {
    write_flights "$work/flights.csv"
    run 0 sample flights --exit --json --port 0 --data "$work/data" --input "$work/flights.csv"
    printed out '"passed":true,"sent":3000,'
    run 0 sample flights --exit --port 0 --data "$work/data" --input "$work/flights.csv"
    run 1 sample flights --exit --seed 7 --port 0 --data "$work/data" --input "$work/flights.csv"
    run 1 sample flights --exit --port 0 --data "$work/none" --input "$work/none.csv"
    run 0 sample flash-sale --exit --json --port 0 --data "$work/sale" --orders 2000 --payments-per-second 2000
    printed out '"passed":true,"sent":2000,'
    run 0 sample flash-sale --exit --port 0 --data "$work/sale" --orders 2000 --payments-per-second 2000
    check_bundled_flights
}

check_benchmarks() {
    run 0 bench journal --seconds 0.1 --scenario '^os-100$' --data "$work"
    run 0 bench journal --seconds 0.1 --scenario '^archive-replay-100$' --json --data "$work"
    run 0 bench broker --seconds 0.1 --scenario '^queue-1-1-os-100$' --data "$work"
    run 0 bench jms --seconds 0.1 --scenario '^jms-auto-1-os$' --data "$work"
}

# --- Backup ---------------------------------------------------------------------------------------------------------

# A backup of a server with messages, in each form, and what comes of it.
check_backup() {
    PENSTOCK_BACKUP_DIRECTORY=$work/backups
    export PENSTOCK_BACKUP_DIRECTORY
    mkdir "$PENSTOCK_BACKUP_DIRECTORY"
    start "$work/saved"
    endpoint 201 PUT $d/{destination} $d/prices '{"kind": "TOPIC"}'
    endpoint 201 POST $d/{destination}/messages "$d/prices/messages?key=saved" -d 'before the backup'
    run 0 backup --to by-command.tar.gz --server "$url"
    printed out '^Complete: '
    run 0 backup --to by-command.tar.zst --server "$url"
    run 1 backup --to by-command.tar.gz --server "$url"
    run 1 backup --to ../elsewhere --server "$url"
    run 64 backup --to elsewhere --server "${url#http://}"
    endpoint 202 POST $api/backups $api/backups '{"to": "by-http"}'
    until_true backup_is_over by-http
    endpoint 200 GET $api/backups/{name} $api/backups/by-http
    answered '"state":"COMPLETE"'
    endpoint 200 POST $api/backups/{name}/stop $api/backups/by-http/stop
    endpoint 200 GET $api/backups $api/backups
    problem 404 unknown-backup GET $api/backups/never
    stop TERM 143
    run 0 backup --to "$work/backups/stopped" --data "$work/saved"
    for form in by-command.tar.gz by-command.tar.zst by-http stopped; do
        run 0 restore --from "$work/backups/$form" --data "$work/restored-$form"
        printed out '^Restored to '
        start "$work/restored-$form"
        holds saved 'before the backup'
        stop TERM 143
    done
    run 1 restore --from "$work/backups/by-http" --data "$work/saved"
    rm "$work/backups/by-http/penstock-backup.manifest"
    run 1 restore --from "$work/backups/by-http" --data "$work/restored-none"
    unset PENSTOCK_BACKUP_DIRECTORY
}

backup_is_over() {
    request GET "$api/backups/$1?wait=PT1S"
    ! grep -q '"state":"RUNNING"' "$work/body"
}

# --- The archive ---------------------------------------------------------------------------------------------------

is_archived() {
    [ -n "$(find "$work/archived/archive" -name '*.log' -size +0 2>/dev/null)" ]
}

# Small journal files and a topic that compresses: what is old is moved to the archive, and read from there.
check_archive() {
    PENSTOCK_JOURNAL_FILE_SIZE=8M
    PENSTOCK_ARCHIVE_YOUNG_FILES=1
    export PENSTOCK_JOURNAL_FILE_SIZE PENSTOCK_ARCHIVE_YOUNG_FILES
    awk 'BEGIN { for (line = 0; line < 20000; line++) print "compressible " line % 7 }' >"$work/text"
    start "$work/archived"
    endpoint 201 PUT $d/{destination} $d/history '{"kind": "TOPIC", "compression": "LZ4"}'
    sent=0
    while [ $sent -lt 90 ]; do
        sent=$((sent + 1))
        request POST "$d/history/messages?key=k" --data-binary "@$work/text"
    done
    if until_true is_archived; then moved=yes; else moved=no; fi
    row archive 'old messages are moved to the archive' yes "$moved"
    stop TERM 143
    start "$work/archived"
    endpoint 200 GET $d/{destination}/messages "$d/history/messages?partition=0&from=0&limit=1"
    answered 'compressible 6'
    stop TERM 143
    run 0 log verify --data "$work/archived"
    printed out 'archive'
    unset PENSTOCK_JOURNAL_FILE_SIZE PENSTOCK_ARCHIVE_YOUNG_FILES
}

# --- Logins ----------------------------------------------------------------------------------------------------------

# A server that asks who callers are: nobody, a wrong password, the right ones, and a role that may not.
check_logins() {
    echo secret >"$work/password"
    input=$work/password
    run 0 user add root --roles admin --password-stdin --iterations 10000 --file "$work/logins"
    run 0 user add anna --roles operator --password-stdin --iterations 20000 --file "$work/logins"
    run 0 user add shop --roles producer --password-stdin --iterations 10000 --file "$work/logins"
    input=/dev/null
    PENSTOCK_SECURITY_USERS_FILE=$work/logins
    PENSTOCK_SECURITY_AUDIT_TOPIC=trail
    export PENSTOCK_SECURITY_USERS_FILE PENSTOCK_SECURITY_AUDIT_TOPIC
    start "$work/guarded"
    brought /q/health/ready
    problem 401 unauthenticated GET $d
    problem 401 unauthenticated GET /q/metrics
    problem 401 unauthenticated GET $d -u root:wrong
    problem 401 unauthenticated GET $d -u nobody:secret
    problem 401 unauthenticated GET $d -H 'Authorization: Basic %%%'
    problem 400 malformed-request GET $d -H 'Authorization: Basic cm9vdDpzZWNyZXQ=' -H 'Authorization: Basic eDp5'
    endpoint 200 GET $d $d -u root:secret
    endpoint 201 PUT $d/{destination} $d/orders -u anna:secret -H 'Content-Type: application/json' -d '{"kind": "QUEUE"}'
    endpoint 201 POST $d/{destination}/messages $d/orders/messages -u shop:secret -d one
    problem 403 forbidden POST $d/orders/messages -u anna:secret -d two
    problem 403 forbidden GET $d/orders/messages -u shop:secret
    problem 403 forbidden POST $d/orders/purge -u shop:secret
    problem 403 forbidden GET /q/metrics -u shop:secret
    brought /q/metrics -u anna:secret
    answered '^penstock_audit_lost_total 0'
    problem 403 forbidden GET $d/trail -u anna:secret
    problem 403 foreign-host GET $d -u root:secret -H 'Host: evil.example'
    problem 403 cross-site POST $d/orders/messages -u root:secret -H 'Origin: http://evil.example' -d three
    if until_true is_audited; then found=yes; else found=no; fi
    row answer 'the audit has who declared orders' yes "$found"
    explain "$work/body"
    stop TERM 143
    unset PENSTOCK_SECURITY_USERS_FILE PENSTOCK_SECURITY_AUDIT_TOPIC
}

# Records are written behind the answers.
is_audited() {
    request GET "$d/trail/messages?limit=100" -u root:secret
    grep -q 'declare.*orders.*anna' "$work/body"
}

# --- PostgreSQL -----------------------------------------------------------------------------------------------------

check_database() {
    [ -n "${CHECK_JDBC_URL:-}" ] || return 0
    QUARKUS_DATASOURCE_JDBC_URL=$CHECK_JDBC_URL
    QUARKUS_DATASOURCE_USERNAME=${CHECK_JDBC_USERNAME:-postgres}
    QUARKUS_DATASOURCE_PASSWORD=${CHECK_JDBC_PASSWORD:-postgres}
    export QUARKUS_DATASOURCE_JDBC_URL QUARKUS_DATASOURCE_USERNAME QUARKUS_DATASOURCE_PASSWORD
    start "$work/with-database"
    request GET /q/health/ready
    row database 'GET /q/health/ready, with the inbox tables migrated' 200 "$status"
    explain "$work/body"
    check_triage
    stop TERM 143
    unset QUARKUS_DATASOURCE_JDBC_URL QUARKUS_DATASOURCE_USERNAME QUARKUS_DATASOURCE_PASSWORD
}

# Letters are written into the database behind what makes them.
is_in_triage() {
    request GET "$api/triage/letters?queue=$1"
    grep -q '"id":' "$work/body"
}

# A dead letter, found and decided about in the database.
check_triage() {
    t=$api/triage
    o=$d/{destination}/subscriptions/{subscription}/deliveries
    p=$d/refunds/subscriptions/refunds/deliveries
    endpoint 201 PUT $d/{destination} $d/refunds '{"kind": "QUEUE"}'
    endpoint 201 POST $d/{destination}/messages $d/refunds/messages -H 'Penstock-Header-tenant: north' -d refund
    endpoint 200 POST "$o" "$p?wait=PT10S"
    endpoint 204 POST "$o/{token}/reject" "$p/$(field token)/reject"
    until_true is_in_triage refunds.dlq
    endpoint 200 GET $t/letters "$t/letters?destination=refunds&header=tenant:north&status=NEW&gone=false"
    answered '"total":1'
    id=$(field id)
    endpoint 200 GET "$t/letters/{id}" "$t/letters/$id"
    answered '"headers":{'
    endpoint 200 POST "$t/letters/{id}" "$t/letters/$id" '{"status": "IN_WORK", "note": "asked", "actor": "ada"}'
    answered '"status":"IN_WORK"'
    endpoint 200 POST $t/redrive $t/redrive '{"destination": "refunds", "text": "refund", "dryRun": true}'
    answered '"matched":1'
    endpoint 200 POST $t/redrive $t/redrive '{"destination": "refunds", "actor": "ada", "reason": "mended"}'
    answered '"operations":\[{'
    endpoint 204 POST $t/rebuild $t/rebuild
}

# A slow machine is no reason to cut a request short that the drain is to wait for, or to have threads in the log.
QUARKUS_SHUTDOWN_TIMEOUT=${patience}s
QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME=${patience}s
QUARKUS_VERTX_MAX_WORKER_EXECUTE_TIME=${patience}s
export QUARKUS_SHUTDOWN_TIMEOUT QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME QUARKUS_VERTX_MAX_WORKER_EXECUTE_TIME

# What needs the data of the first server, one after the other, and what fills the time that the rest takes longer.
check_one_server() {
    check_samples
    start "$work/data"
    check_destinations
    check_messages
    check_consuming
    check_subscriptions
    check_sessions
    check_alerts
    check_overview
    check_routing
    check_schedules
    check_dead_letters
    check_problems
    check_what_quarkus_brings
    check_clashes
    check_removals
    check_drain
    check_restarts
    check_log
    check_archive
    check_benchmarks
}

# What has data of its own, or none.
check_the_rest() {
    check_commands
    check_users
    check_transactions
    check_backup
    check_logins
    check_database
}

# Nearly all of the time goes into starting processes, each of which keeps about one core busy: so there are two at a
# time. One of the two prints at the end, so that the rows of each stay together.
mkdir "$all/beside"
(
    work=$all/beside
    trap clean EXIT
    trap 'exit 130' INT TERM
    check_the_rest
    printf '%s %s\n' "$checks" "$failures" >"$all/counts"
) >"$all/table" 2>&1 &
lane=$!
printf '%-9s| %-76s| %-23s| %-23s|\n' kind what expected got
check_one_server
wait "$lane"
lane=
cat "$all/table"
[ -s "$all/counts" ] || fail 'the checks beside those of the first server came to no end'
read -r more failed <"$all/counts"
checks=$((checks + more))
failures=$((failures + failed))
check_that_all_ran

printf '%s checks, %s failed\n' "$checks" "$failures"
[ "$failures" -eq 0 ]
