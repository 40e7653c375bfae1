package dev.skerry.artifacts.fault;

import java.util.Locale;

/**
 * Places between a record and its side effect where a crash hurts most. Reaching one does nothing,
 * unless the program was started with {@code -Ddev.skerry.fault.points=FOLDER}: then it stands
 * still where a test asks for it, see {@link Stand}. A system property of the program's own command
 * line, so no environment, file or resource that a user controls can arm it.
 */
public enum FaultPoint {
    // of the operator
    /** A changed status was decided and is not yet written. */
    BEFORE_STATUS,
    /** The status stands, its actions do not. */
    AFTER_STATUS,
    /** Before one action; the detail names it. */
    BEFORE_ACTION,
    /** The action is done, the ones behind it are not. */
    AFTER_ACTION,
    /** The namespace has its Secret, nothing else of the attempt is there. */
    AFTER_SECRET,
    /** The attempt's ConfigMap is there, its Job is not. */
    AFTER_CONFIG_MAP,
    /** A report was taken and not yet answered. */
    REPORT_TAKEN,
    /** A report with a result was taken; status does not have it. */
    RESULT_TAKEN,

    // of the trainer
    /** The order is read, nothing is begun. */
    JOB_READ,
    /** A stage has ended; the detail names it. */
    STAGE_ENDED,
    /** An epoch's tables are kept, the next epoch is not begun. */
    EPOCH_ENDED,
    /** The indexes are there, no point is. */
    BEFORE_POINTS,
    /** Some points are there, the rest is not; reached after every batch but the last. */
    AFTER_BATCH,
    /** All points were sent, none is counted. */
    BEFORE_COUNT,
    /** All points are there, the artifact is not begun. */
    BEFORE_ARTIFACT,
    /** A version's number is claimed, the claim is not yet remembered by its producer. */
    AFTER_CLAIM,
    /** The files are there, the manifest is not. */
    BEFORE_MANIFEST,
    /** The version is complete, nobody has heard of it. */
    AFTER_MANIFEST,
    /** The result was reported, last words are not written. */
    AFTER_LAST_REPORT,
    /** Everything is said; only the exit is left. */
    BEFORE_EXIT;

    /** How a test names it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How a test names it where it has a detail. */
    public String id(String detail) {
        return id() + "." + detail;
    }

    /** This thread is here. */
    public void reach() {
        if (Stand.FOLDER != null) Stand.at(id());
    }

    /**
     * This thread is here.
     *
     * @param detail letters only: a stage, an action
     */
    public void reach(String detail) {
        if (Stand.FOLDER != null) Stand.at(id(detail));
    }
}
