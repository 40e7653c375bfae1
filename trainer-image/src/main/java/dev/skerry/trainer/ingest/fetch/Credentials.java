package dev.skerry.trainer.ingest.fetch;

import java.util.Optional;

/**
 * How to prove who we are to a Git server, and how it proves who it is. Never shown: {@code
 * toString} holds no secret.
 */
public sealed interface Credentials {

    /**
     * Certificates in PEM, one of which must have signed that of an https server; empty for those
     * that the platform trusts.
     */
    default Optional<String> ca() {
        return Optional.empty();
    }

    /** Public repositories; over ssh the keys and known hosts of the user who runs the program. */
    record None(Optional<String> ca) implements Credentials {
        public None() {
            this(Optional.empty());
        }
    }

    /** For https: a user name and a password or token. */
    record Password(String username, String password, Optional<String> ca) implements Credentials {
        public Password(String username, String password) {
            this(username, password, Optional.empty());
        }

        @Override
        public String toString() {
            return "Password[username=" + username + "]";
        }
    }

    /** For ssh: a private key in PEM or OpenSSH format and the lines of {@code known_hosts}. */
    record SshKey(String privateKey, String knownHosts) implements Credentials {
        @Override
        public String toString() {
            return "SshKey[]";
        }
    }
}
