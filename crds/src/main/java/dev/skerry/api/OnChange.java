package dev.skerry.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What changing a field of a spec does; holds for everything inside the field that does not say
 * otherwise. The definitions and the reference tell it with each field.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OnChange {
    Effect value();

    /** Whether another order of a list is no change. */
    boolean anyOrder() default false;

    /** From when on a changed field counts. */
    enum Effect {
        NEW_RUN("A change starts a new run."),
        NEXT_ATTEMPT("A change is taken up by the next attempt."),
        AT_ONCE("A change takes effect at once and starts no run."),
        NEVER("Cannot be changed.");

        private final String sentence;

        Effect(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
