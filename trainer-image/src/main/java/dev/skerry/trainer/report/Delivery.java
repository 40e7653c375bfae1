package dev.skerry.trainer.report;

import dev.skerry.api.wire.ReportReply;
import java.time.Duration;
import java.util.Optional;

/** What became of one try to deliver a report. */
sealed interface Delivery {

    record Accepted(ReportReply reply) implements Delivery {}

    /** The operator will not take this one, nor the same again: 400, 403, 404, 409, 413. */
    record Refused(int status) implements Delivery {}

    /**
     * No answer, or one that says "later": worth another try.
     *
     * @param retryAfter what the operator asked for
     */
    record Failed(String why, Optional<Duration> retryAfter) implements Delivery {
        Failed(String why) {
            this(why, Optional.empty());
        }
    }
}
