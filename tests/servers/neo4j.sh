#!/usr/bin/env bash
# neo4j.sh DIRECTORY [BOLT_PORT]: a real Neo4j Community server from Maven Central, for this machine only, on bolt://127.0.0.1:7687.
# Needs Java 17 or 21 and Maven. The first run fetches about 120 MB into Maven's own folder, later runs take some ten seconds.
# It runs in the foreground until it is ended. User neo4j, password from NEO4J_PASSWORD (testing-only by default). Its heap is
# small and its compiler the quick one: it starts fast beside others, and is no server to measure.
set -euo pipefail
home=$(mkdir -p "${1:?a directory to keep the server in}" && cd "$1" && pwd)
bolt=${2:-7687}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

"$here/classpath.sh" "$home" "$here/neo4j-pom.xml"
mkdir -p "$home"/{conf,data,logs,run,import,plugins,licenses}
cat >"$home/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$bolt
server.http.enabled=false
server.https.enabled=false
server.directories.import=$home/import
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
db.logs.query.enabled=OFF
dbms.usage_report.enabled=false
CONF
flags=(-Xms128m -Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$(cat "$home/classpath")")
for package in java.nio java.io java.lang java.util.concurrent sun.nio.ch; do
  flags+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
if [ ! -e "$home/data/dbms" ]; then
  NEO4J_HOME=$home NEO4J_CONF=$home/conf \
    java "${flags[@]}" org.neo4j.cli.AdminTool dbms set-initial-password "${NEO4J_PASSWORD:-testing-only}" >"$home/logs/password.log"
fi
exec java "${flags[@]}" org.neo4j.server.CommunityEntryPoint --home-dir="$home" --config-dir="$home/conf"
