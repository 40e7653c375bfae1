package dev.skerry.operator.job.decide;

import dev.skerry.api.ConditionType;
import dev.skerry.api.Reason;
import java.util.function.Function;

/**
 * What must be there before an attempt begins.
 *
 * @param condition says whether it is
 * @param reading of the answer
 */
public record Need<A>(
        ConditionType condition, Question<A> question, Function<A, NeedState> reading) {

    NeedState look(Inquiry inquiry) {
        return reading.apply(inquiry.ask(question));
    }

    /** How it stands with it. */
    public sealed interface NeedState {
        record Ready(Reason reason, String message) implements NeedState {}

        /**
         * @param what as in "bucket models"
         */
        record Missing(String what, JobAction make) implements NeedState {}

        /** It may come without anybody doing anything. */
        record Away(Reason reason, String message, String waitingOn) implements NeedState {}

        /** Somebody has to change something. */
        record Refused(Reason reason, String message, String waitingOn) implements NeedState {}
    }
}
