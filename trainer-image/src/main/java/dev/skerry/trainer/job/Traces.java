package dev.skerry.trainer.job;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces for the log. */
final class Traces {

    private static final int MOST_CHARACTERS = 8_000;

    private Traces() {}

    static String of(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        var all = text.toString();
        return all.length() > MOST_CHARACTERS ? all.substring(0, MOST_CHARACTERS) : all;
    }
}
