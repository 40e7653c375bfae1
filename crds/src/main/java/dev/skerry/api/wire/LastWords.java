package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a program ended, as it says itself; also the JSON in the termination message.
 *
 * @param failureClass a name of {@link FailureClass}
 * @param message at most 400 bytes of UTF-8
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastWords(@JsonProperty("class") String failureClass, String message) {}
