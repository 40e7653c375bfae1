package dev.skerry.operator.plain;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Runs an image until it reports what it has made. */
@Group("skerry.dev")
@Version("v1alpha1")
@ShortNames("pj")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
public final class PlainJob extends CustomResource<PlainJobSpec, PlainJobStatus>
        implements Namespaced {}
