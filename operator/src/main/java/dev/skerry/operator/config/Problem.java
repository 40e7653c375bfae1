package dev.skerry.operator.config;

/**
 * Why a start is refused.
 *
 * @param where the setting, and where its value came from
 * @param what is wrong
 * @param remedy what to do
 */
public record Problem(String where, String what, String remedy) {
    @Override
    public String toString() {
        return "%s: %s; %s".formatted(where, what, remedy);
    }
}
