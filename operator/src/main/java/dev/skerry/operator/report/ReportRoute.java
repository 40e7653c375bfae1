package dev.skerry.operator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.connections.Visit;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import dev.skerry.operator.report.ReportIntake.Admission;
import dev.skerry.operator.report.ReportIntake.Answer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where workloads report; the codes stand in the contract. Nothing of a body is read before its
 * sender is known, and what is refused is answered at once.
 */
@ApplicationScoped
class ReportRoute {
    private static final EventLog LOG = EventLog.of(ReportRoute.class);
    private static final Duration BODY = Duration.ofSeconds(10);
    private static final String JSON_TYPE = "application/json";

    private final ReportIntake intake;
    private final ReportMetrics metrics;
    private final ObjectMapper json;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ReportRoute(ReportIntake intake, ReportMetrics metrics, ObjectMapper json) {
        this.intake = intake;
        this.metrics = metrics;
        this.json = json;
    }

    void at(@Observes Router router) {
        router.post("/v1/reports/:namespace/:kind/:name")
                .handler(http -> new Exchange(http).begin());
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * One request: what may wait for the API server on threads of its own, the rest on its loop.
     */
    private final class Exchange {
        private final long begun = System.nanoTime();
        private final RoutingContext http;
        private final HttpServerRequest request;
        private final Context loop;

        Exchange(RoutingContext http) {
            this.http = http;
            this.request = http.request();
            this.loop = http.vertx().getOrCreateContext();
        }

        void begin() {
            request.pause();
            var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
            if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON_TYPE)) {
                refuse(new Answer.Refused(415, "send Content-Type: " + JSON_TYPE));
            } else if (announced() > Report.MAX_BYTES) {
                refuse(Answer.TOO_LARGE);
            } else {
                away(this::admission, this::admitted);
            }
        }

        private long announced() {
            var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        }

        private Admission admission() {
            return intake.admit(
                    new ResourceID(http.pathParam("name"), http.pathParam("namespace")),
                    http.pathParam("kind"),
                    request.getHeader(HttpHeaders.AUTHORIZATION),
                    request.remoteAddress().hostAddress());
        }

        private void admitted(Admission admission) {
            switch (admission) {
                case Admission.Denied denied -> refuse(denied.answer());
                case Admission.Granted granted -> {
                    Visit.of(request.connection()).trust();
                    if (http.response().closed()) {
                        granted.close();
                        return;
                    }
                    IncomingBody.read(http.vertx(), request, Report.MAX_BYTES, BODY)
                            .onSuccess(body -> away(() -> taken(granted, body), this::answer))
                            .onFailure(
                                    why -> {
                                        granted.close();
                                        if (why instanceof IncomingBody.TooLarge)
                                            answer(Answer.TOO_LARGE);
                                    });
                }
            }
        }

        private Answer taken(Admission.Granted granted, byte[] body) {
            try (granted) {
                return intake.take(granted, body);
            }
        }

        private <T> void away(Supplier<T> work, Consumer<T> then) {
            threads.execute(
                    () -> {
                        try {
                            var done = work.get();
                            loop.runOnContext(back -> then.accept(done));
                        } catch (RuntimeException e) {
                            LOG.write(LogEvent.REPORT_FAILED, e);
                            loop.runOnContext(
                                    back ->
                                            refuse(
                                                    new Answer.Refused(
                                                            500,
                                                            "the operator's log has the cause")));
                        }
                    });
        }

        private void refuse(Answer answer) {
            if (http.response().closed()) return;
            answer(answer);
            if (!request.isEnded()) IncomingBody.discard(request);
        }

        private void answer(Answer answer) {
            metrics.answered(answer.status(), System.nanoTime() - begun);
            var response = http.response();
            if (response.closed() || response.ended()) return;
            response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
            switch (answer) {
                case Answer.Accepted accepted -> response.end(written(accepted.reply()));
                case Answer.Refused refused -> response.end(error(refused.message()));
                case Answer.Later later ->
                        response.putHeader(
                                        HttpHeaders.RETRY_AFTER,
                                        Long.toString(Math.max(1, later.pause().toSeconds() + 1)))
                                .end(error(later.message()));
            }
        }

        private Buffer error(String message) {
            return written(Map.of("error", message));
        }

        private Buffer written(Object value) {
            try {
                return Buffer.buffer(json.writeValueAsBytes(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
