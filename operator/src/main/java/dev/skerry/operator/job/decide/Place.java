package dev.skerry.operator.job.decide;

/**
 * Somewhere outside the cluster where ended runs may have left something.
 *
 * @param type of {@link PlaceKind#type}
 */
public record Place(String type, String name) {}
