package dev.skerry.operator.connections;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Tells connections that ask from those that are only held. */
@ApplicationScoped
class VisitMarks {
    void reports(@Observes Router router) {
        mark(router);
    }

    void management(@Observes ManagementInterface management) {
        mark(management.router());
    }

    private static void mark(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(VisitMarks::mark);
    }

    private static void mark(RoutingContext http) {
        var visit = Visit.of(http.request().connection());
        visit.asks(System.nanoTime());
        http.addEndHandler(ended -> visit.answered(System.nanoTime()));
        http.next();
    }
}
