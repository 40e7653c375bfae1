package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.fetch.Credentials;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitCredentialsTest {

    private static final Map<String, String> LOGIN =
            Map.of("username", "prod", "password", "of-another-app");

    @TempDir private Path folder;

    @Test
    void aSecretOfAnotherPurposeGoesNowhere() throws Exception {
        secret(LOGIN);
        assertThatThrownBy(() -> read("https://attacker.example/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "spec.repository.credentialsSecretRef: the Secret does not say that it may"
                                + " go to attacker.example; add the key hosts: attacker.example");
    }

    @Test
    void knownHostsAreNoLeaveToSendAKey() throws Exception {
        secret(Map.of("ssh-privatekey", "x", "known_hosts", "git.example.com ssh-ed25519 AAAA"));
        assertThatThrownBy(() -> read("ssh://git@git.example.com/a"))
                .hasMessageContaining("add the key hosts: git.example.com");
        assertThatThrownBy(() -> read("git@git.example.com:a"))
                .hasMessageContaining("add the key hosts: git.example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    git.example.com                | https://git.example.com/a
                    a.example,GIT.Example.com      | https://git.example.com/a
                    a.example ; git.example.com x  | https://Git.EXAMPLE.com/a
                    git.example.com                | https://git.example.com:8443/a
                    git.example.com:8443           | https://git.example.com:8443/a
                    git.example.com:443            | https://git.example.com/a
                    git.example.com:22             | ssh://git@git.example.com/a
                    git.example.com:22             | git@git.example.com:team/a
                    [2001:db8::1]                  | https://[2001:db8::1]/a
                    """)
    void theServersThatASecretNamesGetIt(String hosts, String url) throws Exception {
        secret(LOGIN);
        secret(Map.of("hosts", hosts.replace(" ; ", "\n")));
        assertThat(read(url)).isInstanceOf(Credentials.Password.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    git.example.com       | https://git.example.com.evil.example/a
                    git.example.com       | https://agit.example.com/a
                    git.example.com       | https://example.com/a
                    *.example.com         | https://git.example.com/a
                    *                     | https://git.example.com/a
                    .example.com          | https://git.example.com/a
                    git.example.com:443   | https://git.example.com:8443/a
                    git.example.com:8443  | https://git.example.com/a
                    https://git.example.com | https://git.example.com/a
                    """)
    void noOtherServerGetsIt(String hosts, String url) throws Exception {
        secret(LOGIN);
        secret(Map.of("hosts", hosts));
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("to its key hosts");
    }

    @Test
    void whatIsNotSentNeedsNoLeave() throws Exception {
        secret(Map.of("ca.crt", "x"));
        assertThat(read("https://git.example.com/a"))
                .isEqualTo(new Credentials.None(Optional.of("x")));
        secret(Map.of("username", "", "password", "", "ca.crt", "x"));
        assertThat(read("https://git.example.com/a"))
                .isEqualTo(new Credentials.None(Optional.of("x")));
        secret(LOGIN);
        assertThat(read("file:///srv/a.git")).isInstanceOf(Credentials.Password.class);
    }

    private void secret(Map<String, String> keys) throws IOException {
        for (var key : keys.entrySet()) {
            Files.writeString(folder.resolve(key.getKey()), key.getValue());
        }
    }

    private Credentials read(String url) throws ConfigException, FetchException {
        return GitCredentials.in(Optional.of(folder), RepositoryUrl.parse(url, true));
    }
}
