package dev.skerry.operator.report;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.config.Certificates;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The CA certificates that pods trust for the report endpoint. They are rotated while the operator
 * runs, so the file is read for each pod; while it cannot be, the last good text goes on.
 */
@Startup
@ApplicationScoped
public class ReportCa {
    private static final EventLog LOG = EventLog.of(ReportCa.class);

    private final Path file;
    private String good;
    private boolean bad;

    @Inject
    ReportCa(OperatorConfig config) {
        this(config.report().caFile());
    }

    /**
     * @throws UncheckedIOException where there is nothing good to begin with
     */
    ReportCa(Path file) {
        this.file = file;
        try {
            good = Certificates.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "skerry.report.ca-file: %s; give a PEM file of CA certificates"
                            .formatted(problem(e)),
                    e);
        }
    }

    public synchronized String pem() {
        try {
            var now = Certificates.read(file);
            if (bad || !now.equals(good)) LOG.write(LogEvent.REPORTS_CA_READ, file);
            good = now;
            bad = false;
        } catch (IOException e) {
            if (!bad)
                LOG.write(
                        LogEvent.REPORTS_CA_UNREADABLE,
                        problem(e) + "; new pods are given the last good one");
            bad = true;
        }
        return good;
    }

    private String problem(IOException e) {
        return e instanceof NoSuchFileException ? "there is no file " + file : e.getMessage();
    }
}
