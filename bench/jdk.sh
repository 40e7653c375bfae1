# Sourced by the benchmarks: the JDK that ./skerry runs on, whatever java is on the PATH; builds what is missing.
jdk_of() { # CHECKOUT
    "$1/skerry" version | sed -n 's/^java .*(\(.*\))$/\1/p'
}
