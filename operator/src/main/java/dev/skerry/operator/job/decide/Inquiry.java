package dev.skerry.operator.job.decide;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The questions of one decision, and the answers that there are. */
public final class Inquiry {
    private final Map<Question<?>, Object> answers;
    private final Set<Question<?>> open = new LinkedHashSet<>();

    /**
     * @param answers each of the type that its question names
     */
    Inquiry(Map<Question<?>, Object> answers) {
        this.answers = answers;
    }

    /** The answer, or what stands for it until the next round. */
    @SuppressWarnings("unchecked")
    public <A> A ask(Question<A> question) {
        var answer = answers.get(question);
        if (answer != null) return (A) answer;
        open.add(question);
        return question.meanwhile();
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    Set<Question<?>> open() {
        return Set.copyOf(open);
    }
}
