package dev.skerry.operator.workload;

import dev.skerry.api.Accelerator;
import dev.skerry.api.Resources;
import dev.skerry.api.Scheduling;
import dev.skerry.api.Toleration;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server would refuse in a pod because of these parts of a spec, known before it is
 * asked. The rules are those of Kubernetes' own validation of pods. Pure.
 */
public final class PodProblems {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Set<String> NATIVE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final int LONGEST_SUBDOMAIN = 253;

    private final List<String> problems = new ArrayList<>();

    private PodProblems() {}

    public static List<String> of(
            Resources resources, Accelerator accelerator, Scheduling scheduling) {
        var found = new PodProblems();
        Optional.ofNullable(resources).ifPresent(found::check);
        Optional.ofNullable(accelerator).ifPresent(found::check);
        Optional.ofNullable(scheduling).ifPresent(found::check);
        return found.problems;
    }

    private void check(Resources resources) {
        var requests = orEmpty(resources.requests());
        var limits = orEmpty(resources.limits());
        requests.forEach((name, amount) -> check("requests", name, amount));
        limits.forEach((name, amount) -> check("limits", name, amount));
        if (!problems.isEmpty()) return;
        requests.forEach(
                (name, amount) -> {
                    var limit = limits.get(name);
                    var field = "spec.resources.requests." + name;
                    if (limit == null && isExtended(name)) {
                        add(
                                field,
                                "has no limit; set spec.resources.limits.%s to %s as well"
                                        .formatted(name, amount));
                    } else if (limit != null && isExtended(name) && !same(amount, limit)) {
                        add(
                                field,
                                "%s is not the limit of %s; give both the same"
                                        .formatted(amount, limit));
                    } else if (limit != null
                            && amount.getNumericalAmount().compareTo(limit.getNumericalAmount())
                                    > 0) {
                        add(
                                field,
                                "%s is above the limit of %s; lower it, or raise the limit"
                                        .formatted(amount, limit));
                    }
                });
    }

    private void check(String part, String name, Quantity amount) {
        var field = "spec.resources." + part + "." + name;
        if (!NATIVE.contains(name) && !name.startsWith("hugepages-") && !isExtended(name)) {
            add(
                    field,
                    "is no resource; give cpu, memory, ephemeral-storage, or one with a domain such as nvidia.com/gpu");
            return;
        }
        try {
            var number = amount.getNumericalAmount();
            if (number.signum() < 0)
                add(field, amount + " is negative; give an amount such as 500m or 2Gi");
            else if (isExtended(name) && number.stripTrailingZeros().scale() > 0)
                add(field, amount + " is no whole number; devices cannot be shared this way");
        } catch (RuntimeException e) {
            add(
                    field,
                    "\"%s\" is no quantity; give an amount such as 500m or 2Gi".formatted(amount));
        }
    }

    private void check(Accelerator accelerator) {
        var name = accelerator.resourceName();
        if (name != null && !isExtended(name))
            add(
                    "spec.accelerator.resourceName",
                    "\"%s\" has no domain; give one such as nvidia.com/gpu".formatted(name));
        for (var product : orEmpty(accelerator.products()))
            if (!LABEL.matcher(product).matches())
                add(
                        "spec.accelerator.products",
                        "\"%s\" can be no label of a node; give one such as Tesla-T4"
                                .formatted(product));
    }

    private void check(Scheduling scheduling) {
        named("spec.scheduling.priorityClassName", scheduling.priorityClassName());
        named("spec.scheduling.runtimeClassName", scheduling.runtimeClassName());
        named("spec.scheduling.serviceAccountName", scheduling.serviceAccountName());
        for (var secret : orEmpty(scheduling.imagePullSecrets()))
            named("spec.scheduling.imagePullSecrets", secret.name());
        orEmpty(scheduling.nodeSelector())
                .forEach(
                        (key, value) -> {
                            var field = "spec.scheduling.nodeSelector";
                            if (!isQualified(key))
                                add(
                                        field,
                                        "\"%s\" can be no label's name; give one such as example.org/zone"
                                                .formatted(key));
                            else if (!LABEL.matcher(value).matches())
                                add(
                                        field + "." + key,
                                        "\"%s\" can be no label's value; use letters, digits, '-', '_' and '.'"
                                                .formatted(value));
                        });
        for (var toleration : orEmpty(scheduling.tolerations())) check(toleration);
    }

    private void check(Toleration t) {
        var field = "spec.scheduling.tolerations";
        boolean exists = "Exists".equals(t.operator());
        boolean keyed = t.key() != null && !t.key().isEmpty();
        if (!keyed && !exists)
            add(field, "one has no key; name a taint, or give operator Exists for all taints");
        if (keyed && !isQualified(t.key()))
            add(
                    field,
                    "\"%s\" can be no taint's key; give one such as example.org/dedicated"
                            .formatted(t.key()));
        if (exists && t.value() != null && !t.value().isEmpty())
            add(
                    field,
                    "operator Exists takes no value; leave out \"%s\", or give operator Equal"
                            .formatted(t.value()));
        if (!exists && t.value() != null && !LABEL.matcher(t.value()).matches())
            add(
                    field,
                    "\"%s\" can be no taint's value; use letters, digits, '-', '_' and '.'"
                            .formatted(t.value()));
        if (t.tolerationSeconds() != null && !"NoExecute".equals(t.effect()))
            add(
                    field,
                    "tolerationSeconds needs effect NoExecute; give it, or leave the seconds out");
    }

    private void named(String field, String name) {
        if (name == null) return;
        if (name.length() > LONGEST_SUBDOMAIN || !SUBDOMAIN.matcher(name).matches())
            add(
                    field,
                    "\"%s\" can be no object's name; use lower-case letters, digits, '-' and '.'"
                            .formatted(name));
    }

    private void add(String field, String problem) {
        problems.add(field + ": " + problem);
    }

    /** With a domain that is not Kubernetes' own. */
    private static boolean isExtended(String name) {
        return name.contains("/")
                && isQualified(name)
                && !name.startsWith("requests.")
                && !name.substring(0, name.indexOf('/')).endsWith("kubernetes.io");
    }

    /** {@code name}, or {@code domain/name}. */
    private static boolean isQualified(String key) {
        int slash = key.indexOf('/');
        var name = key.substring(slash + 1);
        return !name.isEmpty()
                && LABEL.matcher(name).matches()
                && (slash < 0
                        || slash <= LONGEST_SUBDOMAIN
                                && SUBDOMAIN.matcher(key.substring(0, slash)).matches());
    }

    private static boolean same(Quantity a, Quantity b) {
        return a.getNumericalAmount().compareTo(b.getNumericalAmount()) == 0;
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
