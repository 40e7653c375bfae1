package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The operator's answer to an accepted {@link Report}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReportReply(Command command, int intervalSeconds) {

    /** What the workload should do next. */
    public enum Command {
        @JsonProperty("continue")
        CONTINUE,
        /** Save what can be resumed, then exit with the code of {@link FailureClass#PREEMPTED}. */
        @JsonProperty("checkpoint-and-stop")
        CHECKPOINT_AND_STOP
    }
}
