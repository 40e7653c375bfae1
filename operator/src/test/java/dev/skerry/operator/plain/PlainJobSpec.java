package dev.skerry.operator.plain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skerry.api.Accelerator;
import dev.skerry.api.JobSpec;
import dev.skerry.api.OnChange;
import dev.skerry.api.OnChange.Effect;
import dev.skerry.api.Resources;
import dev.skerry.api.Retries;
import dev.skerry.api.Scheduling;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/**
 * @param image that runs
 * @param clean whether what it saved goes with it when it is deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlainJobSpec(
        @OnChange(Effect.NEW_RUN) @Required String image,
        @OnChange(Effect.AT_ONCE) @Default("false") Boolean clean,
        @OnChange(Effect.NEXT_ATTEMPT) @Default("{}") Resources resources,
        @OnChange(Effect.NEXT_ATTEMPT) Accelerator accelerator,
        @OnChange(Effect.NEXT_ATTEMPT) Scheduling scheduling,
        @OnChange(Effect.AT_ONCE) @Default("{}") Retries retries,
        @OnChange(Effect.AT_ONCE) @Default("false") Boolean suspend,
        @OnChange(Effect.NEVER) String managedBy,
        @OnChange(Effect.AT_ONCE) Integer activeDeadlineSeconds,
        @OnChange(Effect.AT_ONCE) @Default("600") Integer stallTimeoutSeconds,
        @OnChange(Effect.AT_ONCE) Integer ttlSecondsAfterFinished)
        implements JobSpec {}
