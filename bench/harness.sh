# Sourced by the benchmarks of operator and cluster: builds what is missing and the harness, then runs CLASS with ARGS.
source "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"
run_harness() { # CLASS ARGS…
    local root jdk log class=$1
    shift
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
    jdk=$(jdk_of "$root")
    export JAVA_HOME=$jdk
    log=$root/target/skerry/bench.log
    mkdir -p "$(dirname "$log")"
    rm -rf "$root/bench/target/lib" # a newer build does not remove what it no longer needs
    (cd "$root" && mvn -B -q package -pl bench -am -Dmaven.test.skip=true >"$log" 2>&1) || { cat "$log" >&2 && return 1; }
    cd "$root/bench"
    exec "$jdk/bin/java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "target/classes:target/lib/*" "dev.skerry.bench.$class" "$@"
}
