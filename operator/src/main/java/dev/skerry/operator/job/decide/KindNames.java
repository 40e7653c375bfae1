package dev.skerry.operator.job.decide;

import dev.skerry.operator.kube.Names;

/**
 * What a kind and its things are called.
 *
 * @param kind as in an object
 * @param plural as in a path
 * @param shortName in the names of children
 * @param finalizer holds a job whose leftovers are to be removed with it
 * @param waiver annotation that lets such a job go without
 */
public record KindNames(
        String kind, String plural, String shortName, String finalizer, String waiver) {

    /** Name of an attempt's Job and ConfigMap. */
    public String child(String job, int run, int attempt) {
        return Names.child(job, shortName, run, attempt);
    }

    /** Whether a name is that of some attempt of the job. */
    public boolean isChild(String job, String name) {
        return Names.parse(name)
                .filter(n -> name.equals(child(job, n.run(), n.attempt())))
                .isPresent();
    }
}
