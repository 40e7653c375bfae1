package dev.skerry.operator.report;

import dev.skerry.api.IngestionResult;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;

/** A kind without jobs. */
class PlainTarget implements ReportTarget {
    @Override
    public String kind() {
        return "IngestionJob";
    }

    @Override
    public String plural() {
        return "ingestionjobs";
    }

    @Override
    public Class<?> resultType() {
        return IngestionResult.class;
    }

    @Override
    public Optional<Expected> expected(ResourceID job) {
        return Optional.empty();
    }

    @Override
    public Optional<KnownPod> pod(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public void wake(ResourceID job) {}
}
