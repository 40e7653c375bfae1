# Sourced by the operator's benchmarks: builds what is missing, compiles them, runs CLASS with the checkout and ARGS.
source "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"
run_against_operator() { # CLASS ARGS…
    local root home jdk path class=$1
    shift
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
    home=${XDG_CACHE_HOME:-$HOME/.cache}/skerry/bench/operator
    mkdir -p "$home"
    jdk=$(jdk_of "$root")
    path="$root/cli/target/lib/*"
    "$jdk/bin/javac" -proc:none -d "$home" -cp "$path" "$root"/bench/src/main/java/dev/skerry/bench/operator/*.java
    exec "$jdk/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$home:$path" "dev.skerry.bench.operator.$class" "$root" "$@"
}
