package dev.skerry.artifacts;

import java.util.List;
import java.util.Optional;

/**
 * A piece of what lies below a prefix, in key order.
 *
 * @param folders names directly below the prefix that have something below themselves, without
 *     slashes; empty where the listing is deep
 * @param next what continues the listing behind this page; empty at its end
 */
public record ObjectPage(List<ObjectInfo> objects, List<String> folders, Optional<String> next) {}
