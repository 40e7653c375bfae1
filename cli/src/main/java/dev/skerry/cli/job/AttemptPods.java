package dev.skerry.cli.job;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The pods of a job that are there, oldest first. Pure. */
record AttemptPods(List<AttemptPod> pods) {

    static AttemptPods of(Collection<Pod> pods) {
        return new AttemptPods(
                pods.stream()
                        .map(AttemptPod::of)
                        .flatMap(Optional::stream)
                        .sorted(AttemptPod.BY_AGE)
                        .toList());
    }

    Optional<AttemptPod> newest() {
        return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getLast());
    }

    /** The newest pod of an attempt of a run; of the newest attempt of all where none is wanted. */
    Optional<AttemptPod> chosen(int run, Optional<Integer> attempt) {
        if (attempt.isEmpty()) return newest();
        return pods.stream()
                .filter(pod -> pod.run() == run && pod.attempt() == attempt.get())
                .reduce((older, newer) -> newer);
    }

    /** The oldest of those that came to be after another. */
    Optional<AttemptPod> after(AttemptPod other) {
        return pods.stream().filter(pod -> AttemptPod.BY_AGE.compare(pod, other) > 0).findFirst();
    }

    /** The same pod as it is now; empty where it is gone. */
    Optional<AttemptPod> now(AttemptPod earlier) {
        return pods.stream().filter(pod -> pod.name().equals(earlier.name())).findFirst();
    }
}
