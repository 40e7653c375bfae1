package dev.skerry.trainer.ingest.fetch;

/** How to prove who we are to a Git server. Never shown: {@code toString} holds no secret. */
public sealed interface Credentials {

    /** Public repositories; over ssh the keys and known hosts of the user who runs the program. */
    record None() implements Credentials {}

    /** For https: a user name and a password or token. */
    record Password(String username, String password) implements Credentials {
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
