package dev.skerry.operator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aHundredJobsThatWaitForTheSameServerAskOnce() throws Exception {
        var slow = new CountDownLatch(1);
        var answers =
                new RecentAnswers<>(
                        name -> {
                            await(slow);
                            return "away " + asked.incrementAndGet();
                        },
                        a -> Duration.ofHours(1));
        try (var jobs = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<String>>();
            for (int i = 0; i < 100; i++) waiting.add(jobs.submit(() -> answers.of("skerry")));
            slow.countDown();
            for (var job : waiting) assertThat(job.get()).isEqualTo("away 1");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerThatDoesNotLastIsAskedForAgain() {
        var answers = new RecentAnswers<>(n -> asked.incrementAndGet(), a -> Duration.ZERO);
        assertThat(answers.of("skerry")).isEqualTo(1);
        assertThat(answers.of("skerry")).isEqualTo(2);
    }

    @Test
    void whatWeChangedIsAskedForAgain() {
        var answers = new RecentAnswers<>(n -> asked.incrementAndGet(), a -> Duration.ofHours(1));
        assertThat(answers.of("skerry")).isEqualTo(1);
        answers.forget("skerry");
        assertThat(answers.of("skerry")).isEqualTo(2);
        assertThat(answers.of("other")).isEqualTo(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
