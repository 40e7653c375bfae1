package dev.skerry.operator.leadership;

/** What this process is among the operator's replicas. */
public sealed interface Standing {

    /** It does not know yet who leads. */
    record Unknown() implements Standing {}

    /** Another one leads; this one waits and answers health checks. */
    record Standby(String holder) implements Standing {}

    /** It holds the lease and fills its caches. */
    record Starting() implements Standing {}

    /** It decides, writes and takes reports. */
    record Leading() implements Standing {}

    /** It is about to end. */
    record Ending() implements Standing {}
}
