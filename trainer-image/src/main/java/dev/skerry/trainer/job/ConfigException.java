package dev.skerry.trainer.job;

import java.util.List;

/** What this program was told cannot be done; nothing was begun. Names all problems at once. */
final class ConfigException extends Exception {

    ConfigException(List<String> problems) {
        super(String.join("; ", problems));
    }

    ConfigException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
