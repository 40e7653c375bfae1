package dev.skerry.operator.job.decide;

import dev.skerry.api.Reason;

/** Why a job may not run now although its spec is sound, such as another that runs already. */
public record Objection(Reason reason, String message, String waitingOn) {}
