package dev.skerry.trainer.job;

import dev.skerry.trainer.report.Reporter;

/** Says when reports stop getting through, and when they do again; not each time. */
final class ReportLog implements Reporter.Listener {

    private final EventLog log;
    private final Runnable stop;
    private boolean away;

    /**
     * Tells the log, and who can stop the work.
     *
     * @param stop must not wait
     */
    ReportLog(EventLog log, Runnable stop) {
        this.log = log;
        this.stop = stop;
    }

    @Override
    public void stopAsked() {
        log.event("stop.asked", "by", "operator");
        stop.run();
    }

    @Override
    public void accepted(long seq) {
        if (away) {
            log.event("report.accepted-again", "seq", seq);
        }
        away = false;
    }

    @Override
    public void lost(long seq, String why) {
        if (!away) {
            log.event("report.lost", "seq", seq, "why", why);
        }
        away = true;
    }
}
