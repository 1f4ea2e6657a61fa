#!/usr/bin/env bash
# classpath.sh DIRECTORY POM: writes the class path of a pom's jars to DIRECTORY/classpath, unless it is there; fetches them by Maven.
set -euo pipefail
[ ! -s "$1/classpath" ] || exit 0
for quiet in -o ''; do  # what Maven has already it needs no network for
  mvn -q -B $quiet -f "$2" dependency:build-classpath -Dmdep.outputFile="$1/classpath" >"$1/maven.log" 2>&1 && break
done
[ -s "$1/classpath" ] || { cat "$1/maven.log" >&2; exit 1; }
