#!/usr/bin/env bash
# fuseki.sh DIRECTORY [PORT]: a real Apache Jena Fuseki from Maven Central, for this machine only, in memory, on
# http://127.0.0.1:3030/graph. Needs Java 17 or newer and Maven. The first run fetches about 60 MB into Maven's own folder.
# It runs in the foreground until it is ended.
set -euo pipefail
home=$(mkdir -p "${1:?a directory to keep the server in}" && cd "$1" && pwd)
port=${2:-3030}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

"$here/classpath.sh" "$home" "$here/fuseki-pom.xml"
cd "$home"
FUSEKI_BASE=$home exec java -Xms64m -Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(cat "$home/classpath")" \
  org.apache.jena.fuseki.main.cmds.FusekiMainCmd --localhost --port "$port" --update --mem /graph
