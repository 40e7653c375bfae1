package dev.skerry.operator.report;

import dev.skerry.api.wire.ReportReply;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;

/**
 * A kind whose pods report: what the intake must know of its jobs, and whom it tells. One bean per
 * kind.
 */
public interface ReportTarget {

    /** The kind, as in an object. */
    String kind();

    /** The kind's plural, as in the path of a report. */
    String plural();

    /** What the result of its programs is read as. */
    Class<?> resultType();

    /** The job as the operator knows it now, empty where there is none. */
    Optional<Expected> expected(ResourceID job);

    /**
     * The uid of the pod of this name as the operator knows it, with the child Job it belongs to.
     */
    Optional<KnownPod> pod(String namespace, String name);

    /** Has the job looked at again. */
    void wake(ResourceID job);

    /**
     * Whose reports count.
     *
     * @param child name of the open attempt's Job; empty where no attempt is open
     */
    record Expected(
            String uid,
            int run,
            int attempt,
            Optional<String> child,
            ReportReply.Command command) {}

    record KnownPod(String uid, String job) {}
}
