package dev.skerry.local.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessTableTest {
    private static ProcessTable.Entry entry(long pid, long parent, long session) {
        return new ProcessTable.Entry(pid, parent, session, 1, 0);
    }

    @Test
    void aTreeHoldsDescendantsAndWhatIsLeftInTheSession() {
        var table =
                new ProcessTable(
                        List.of(
                                entry(10, 1, 10),
                                entry(11, 10, 10),
                                entry(12, 11, 12),
                                entry(13, 1, 10),
                                entry(20, 1, 20)));
        assertThat(table.tree(10))
                .extracting(ProcessTable.Entry::pid)
                .containsExactlyInAnyOrder(10L, 11L, 12L, 13L);
    }

    @Test
    void aProcessMayHaveAnyName() {
        var line =
                "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99 1000 3 18446744073709551615";
        assertThat(ProcessTable.parse(line))
                .contains(new ProcessTable.Entry(42, 7, 42, 99, 3 * 4096));
        assertThat(ProcessTable.parse(line.replace(") S ", ") Z "))).isEmpty();
    }
}
