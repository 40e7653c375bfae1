package dev.skerry.operator.report;

import dev.skerry.operator.report.ReportIntake.Answer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Where workloads report; the codes stand in the contract. */
@Path("/v1/reports/{namespace}/{kind}/{name}")
public class ReportResource {
    private final ReportIntake intake;
    private final ReportMetrics metrics;

    ReportResource(ReportIntake intake, ReportMetrics metrics) {
        this.intake = intake;
        this.metrics = metrics;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response report(
            @PathParam("namespace") String namespace,
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @HeaderParam("Authorization") String authorization,
            @Context HttpServerRequest request,
            byte[] body) {
        long start = System.nanoTime();
        var address = request.remoteAddress().hostAddress();
        var answer =
                intake.take(new ResourceID(name, namespace), kind, authorization, address, body);
        metrics.answered(answer.status(), System.nanoTime() - start);
        return switch (answer) {
            case Answer.Accepted accepted -> Response.ok(accepted.reply()).build();
            case Answer.Refused refused -> error(refused.status(), refused.message()).build();
            case Answer.Later later ->
                    error(later.status(), later.message())
                            .header("Retry-After", Math.max(1, later.pause().toSeconds() + 1))
                            .build();
        };
    }

    private static Response.ResponseBuilder error(int status, String message) {
        return Response.status(status).entity(Map.of("error", message));
    }
}
