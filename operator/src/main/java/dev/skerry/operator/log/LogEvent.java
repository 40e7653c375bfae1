package dev.skerry.operator.log;

import java.util.List;
import org.jboss.logging.Logger.Level;

/** What the operator logs, each with its keys. Names are API; the reference is made from here. */
public enum LogEvent {
    ATTEMPT_CREATED(
            Level.INFO,
            "attempt.created",
            "The Job of an attempt is there.",
            "kind",
            "namespace",
            "name",
            "run",
            "attempt"),
    ACTION_FAILED(
            Level.WARN,
            "action.failed",
            "Something decided could not be done; it is decided again.",
            "kind",
            "namespace",
            "name",
            "action",
            "message"),
    QUESTION_UNANSWERED(
            Level.WARN,
            "question.unanswered",
            "The API server did not say what deciding wanted to know; it is asked again.",
            "kind",
            "namespace",
            "name",
            "message"),
    EVENT(
            Level.INFO,
            "event",
            "A Kubernetes Event is written.",
            "kind",
            "namespace",
            "name",
            "reason",
            "message"),
    EVENT_LOST(
            Level.WARN,
            "event.lost",
            "The API server did not take an Event; it is not sent again.",
            "namespace",
            "name",
            "code",
            "message"),
    EVENTS_UNREAD(Level.DEBUG, "events.unread", "Events could not be read.", "namespace", "code"),
    STATUS_REJECTED(
            Level.WARN,
            "status.rejected",
            "The API server did not take a status.",
            "kind",
            "namespace",
            "name",
            "code",
            "message"),
    STATUS_CONFLICT(
            Level.DEBUG,
            "status.conflict",
            "Somebody else wrote the object meanwhile; it is decided anew.",
            "kind",
            "namespace",
            "name",
            "version"),
    REPORT_FAILED(Level.ERROR, "report.failed", "A fault of ours while a report was taken."),
    REPORT_METRICS_FAILED(
            Level.WARN, "report.metrics.failed", "A fault of ours while metrics were made."),
    REPORT_RELEASE_FAILED(
            Level.WARN, "report.release.failed", "A fault of ours while progress was released."),
    REPORTS_CA_READ(Level.INFO, "reports.ca.read", "The CA that pods are given was read.", "file"),
    REPORTS_CA_UNREADABLE(
            Level.WARN, "reports.ca.unreadable", "The CA file cannot be read.", "message"),
    REPORTS_ENDPOINT(
            Level.INFO, "reports.endpoint", "Reports of all pods now come here.", "address"),
    REPORTS_ENDPOINT_FAILED(
            Level.WARN,
            "reports.endpoint.failed",
            "The EndpointSlice of reports could not be written; it is tried again.",
            "message"),
    CONNECTIONS_CROWDED(
            Level.WARN,
            "connections.crowded",
            "A connection was refused or displaced; at most one line a minute.",
            "door",
            "connected",
            "most",
            "most-of-address",
            "why",
            "address"),
    CREDENTIALS_SHARED(
            Level.WARN,
            "credentials.shared",
            "Pods get the operator's own keys of object storage.",
            "secret",
            "message"),
    STORAGE_SWEPT(
            Level.INFO,
            "storage.swept",
            "What a deleted job left in a bucket was removed.",
            "bucket",
            "place",
            "objects"),
    STORAGE_SWEEP_FAILED(
            Level.WARN,
            "storage.sweep.failed",
            "A bucket could not be swept; it is tried again.",
            "bucket",
            "message"),
    STORAGE_SWEEP_OFF(
            Level.WARN,
            "storage.sweep.off",
            "A bucket is not swept, since other clusters use it.",
            "bucket",
            "message"),
    LEADERSHIP_WON(
            Level.INFO, "leadership.won", "This replica has the lease and starts.", "namespace"),
    LEADERSHIP_LEADS(Level.INFO, "leadership.leads", "This replica's controllers run."),
    LEADERSHIP_STANDBY(
            Level.INFO, "leadership.standby", "Another replica has the lease.", "holder"),
    LEADERSHIP_LOST(
            Level.ERROR, "leadership.lost", "The lease is lost; the process ends.", "why", "exit"),
    LEADERSHIP_FAILED(
            Level.ERROR,
            "leadership.failed",
            "The controllers do not start; the process ends.",
            "exit",
            "message"),
    LEASE_KEPT(
            Level.WARN, "lease.kept", "The lease could not be given back at the end.", "message"),
    LEASE_RELEASED(Level.INFO, "lease.released", "The lease is given back.", "lease", "identity"),
    LEASE_GONE(
            Level.INFO,
            "lease.gone",
            "The lease was somebody else's already.",
            "lease",
            "identity"),
    LEASE_LOOK_FAILED(
            Level.ERROR, "lease.look.failed", "A fault of ours while the lease was looked at."),
    LEASE_UNKNOWN(
            Level.WARN, "lease.unknown", "The lease cannot be understood.", "lease", "message");

    private final Level level;
    private final String id;
    private final String description;
    private final List<String> keys;

    LogEvent(Level level, String id, String description, String... keys) {
        this.level = level;
        this.id = id;
        this.description = description;
        this.keys = List.of(keys);
    }

    /** How loud it is. */
    public Level level() {
        return level;
    }

    /** The first word of its line. */
    public String id() {
        return id;
    }

    /** One sentence for the reference. */
    public String description() {
        return description;
    }

    /** In the order of its line. */
    public List<String> keys() {
        return keys;
    }
}
