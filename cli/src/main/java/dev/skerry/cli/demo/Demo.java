package dev.skerry.cli.demo;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.cli.cluster.TakeBack;
import dev.skerry.cli.cluster.Up;
import dev.skerry.cli.term.Paint;
import dev.skerry.local.cluster.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The steps of a demo: the cluster, the job, what came of it. */
final class Demo {
    /** The job of a demo, in a cluster. */
    interface Job extends AutoCloseable {
        /** Removes what an earlier demo made of the same source. */
        void prepare() throws IOException, InterruptedException;

        /**
         * @throws Refused where the API server answered that it will not have it
         * @throws IOException where it may have been made or not
         */
        void create() throws IOException, InterruptedException;

        /**
         * Shows the job until it has ended or cannot go on.
         *
         * @return its last status
         */
        IngestionJobStatus follow(Duration limit) throws IOException, InterruptedException;

        /** Asks for its removal, with all that belongs to it; does not wait. */
        void delete() throws IOException;

        @Override
        void close();
    }

    /** The API server will not have a job, in words for the user. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reaches the job in a cluster with this environment. */
    @FunctionalInterface
    interface Jobs {
        Job open(Map<String, String> environment);
    }

    /** Tells how the job ended; returns the exit code. */
    @FunctionalInterface
    interface End {
        int show(IngestionJobStatus status, Map<String, String> environment)
                throws IOException, InterruptedException;
    }

    private final Source source;
    private final Cluster cluster;
    private final Jobs jobs;
    private final End end;
    private final Duration limit;
    private final Paint paint;

    /**
     * @param limit for the start of the cluster, and for the job
     */
    Demo(Source source, Cluster cluster, Jobs jobs, End end, Duration limit, Paint paint) {
        this.source = source;
        this.cluster = cluster;
        this.jobs = jobs;
        this.end = end;
        this.limit = limit;
        this.paint = paint;
    }

    /**
     * @param up for the same cluster
     * @return the exit code
     */
    int run(Up up, TakeBack takeBack) throws IOException, InterruptedException {
        System.err.println(paint.bold("1  The local cluster"));
        up.start();
        var missing = up.await(limit);
        if (missing.isPresent()) {
            throw new IOException(
                    "the cluster is not ready after " + limit.toSeconds() + " s: " + missing.get());
        }
        Map<String, String> environment =
                cluster.state()
                        .orElseThrow(() -> new IOException("the cluster was stopped meanwhile"))
                        .environment();
        System.err.println(paint.bold("\n2  An IngestionJob for ") + source.url());
        IngestionJobStatus status = ingest(environment, takeBack);
        takeBack.keep();
        return end.show(status, environment);
    }

    private IngestionJobStatus ingest(Map<String, String> environment, TakeBack takeBack)
            throws IOException, InterruptedException {
        try (Job job = jobs.open(environment)) {
            job.prepare();
            // before it is made: the answer that says so may get lost
            TakeBack.Undo undo = takeBack.made(() -> remove(environment));
            try {
                job.create();
            } catch (Refused e) {
                takeBack.forget(undo);
                throw e;
            }
            return job.follow(limit);
        }
    }

    private void remove(Map<String, String> environment) throws IOException {
        System.err.println("Removing the job that this call made …");
        try (Job job = jobs.open(environment)) {
            job.delete();
        }
    }
}
