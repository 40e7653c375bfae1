package dev.skerry.operator.kube;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** How the operator writes. */
final class Patches {
    /**
     * Server-side apply of what is ours. One try: a retry on a newer version would write what was
     * decided on the older one.
     */
    static final PatchContext APPLY =
            new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(Names.FIELD_MANAGER)
                    .withForce(true)
                    .build();

    private Patches() {}
}
