package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret of the resource's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
        @JsonPropertyDescription("Name of a Secret in the namespace of this resource.")
                @Required
                @Size(min = 1, max = 253)
                String name) {}
