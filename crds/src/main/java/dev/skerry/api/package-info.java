/**
 * The custom resources of group skerry.dev as records; YAML under {@code crds/k8s} is generated
 * from them.
 */
package dev.skerry.api;
