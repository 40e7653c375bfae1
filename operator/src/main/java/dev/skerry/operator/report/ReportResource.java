package dev.skerry.operator.report;

import dev.skerry.operator.report.ReportIntake.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Where workloads report; the codes stand in the contract. */
@Path("/v1/reports/{namespace}/{kind}/{name}")
public class ReportResource {
    private final ReportIntake intake;
    private final MeterRegistry metrics;

    ReportResource(ReportIntake intake, MeterRegistry metrics) {
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
            byte[] body) {
        return switch (intake.take(namespace, kind, name, authorization, body)) {
            case Answer.Accepted accepted -> counted(200).entity(accepted.reply()).build();
            case Answer.Refused refused -> {
                var response = counted(refused.status()).entity(Map.of("error", refused.message()));
                yield (refused.status() == 503 ? response.header("Retry-After", "5") : response)
                        .build();
            }
        };
    }

    private Response.ResponseBuilder counted(int status) {
        metrics.counter("skerry.reports", "code", Integer.toString(status)).increment();
        return Response.status(status);
    }
}
