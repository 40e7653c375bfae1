package dev.skerry.tests.operator;

import java.util.Map;

/** What becomes of a request on its way to the API server. */
sealed interface Fault {

    /** It never comes there; this is answered. */
    record Answer(int code, String reason, Map<String, String> headers) implements Fault {}

    /** It goes through, and nobody ever hears how it ended. */
    record LostAnswer() implements Fault {}

    /** A watch begins well and is then told at once that its version is too old. */
    record GoneWatch() implements Fault {}
}
