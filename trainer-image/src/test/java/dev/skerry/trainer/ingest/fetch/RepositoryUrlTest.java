package dev.skerry.trainer.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a/b.git, HTTPS, example.com",
        "HTTPS://example.com:8443/a, HTTPS, example.com",
        "ssh://git@example.com/a/b, SSH, example.com",
        "git@example.com:a/b.git, SSH, example.com",
    })
    void goodUrlsPass(String text, RepositoryUrl.Scheme scheme, String host) throws FetchException {
        assertThat(RepositoryUrl.parse(text, false))
                .isEqualTo(new RepositoryUrl(text, scheme, host));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://example.com/a | scheme \"http\" is not allowed",
                "git://example.com/a | scheme \"git\" is not allowed",
                "ftp://example.com/a | use https or ssh",
                "ext::sh -c touch% /tmp/x | white space",
                "ext::sh | not allowed",
                "file:///srv/a.git | not allowed by the operator's configuration",
                "https://user:secret@example.com/a | credentials do not belong in a URL",
                "https://token@example.com/a | credentials do not belong in a URL",
                "ssh://git:secret@example.com/a | credentials do not belong in a URL",
                "ssh://-oProxyCommand=x@example.com/a | must not begin with",
                "ssh://-oProxyCommand=x/a | no host name",
                "-oProxyCommand=x@example.com:a | must not begin with",
                "--upload-pack=touch | must not begin with",
                "git@example.com:-x | is not a URL",
                "https://example.com | no path",
                "https:///a | no host name",
                "https://example.com/a?b=c | query",
                "https://example.com/a#b | fragment",
                "ssh://git@example.com/-x | no path",
                "https://exa%0ample.com/a | no host name",
            })
    void badUrlsAreRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> RepositoryUrl.parse(text, false))
                .isInstanceOf(FetchException.class)
                .hasMessageStartingWith("repository.url: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "ff02::1",
                "::127.0.0.1",
                "::8.8.8.8",
                "64:ff9b:1::808:808",
                "64:ff9b::a00:1",
                "3fff::1",
                "3fff:fff::1",
                "5f00::1",
                "100::1",
                "100:0:0:1::1",
                "2001::1",
                "2001:0:808:808::f7f7:f7f7",
                "2001:1ff::1",
                "2001:db8::1",
                "4000::1",
                "fe80::1",
                "fec0::1",
                "192.0.0.9",
                "240.0.0.1",
                "255.255.255.255"
            })
    void addressesInsideAreNotPublic(String address) throws IOException {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "192.0.1.1",
                "2606:4700::1111",
                "2001:200::1",
                "3ffe::1",
                "2002:808:808::1",
                "64:ff9b::808:808"
            })
    void addressesOutsideArePublic(String address) throws IOException {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"168.63.129.16", "64:ff9b::a83f:8110", "2002:a83f:8110::1", "2a01:4f8::1"})
    void whatTheConfigurationDeniesIsNeverSpokenTo(String address) {
        var denied = List.of(Network.parse("168.63.129.16"), Network.parse("2a01:4f8:0:0::/32"));
        for (var allowPrivate : List.of(true, false)) {
            var rules = new AddressRules(allowPrivate, denied, InetAddress::getAllByName);
            assertThatThrownBy(() -> rules.permitted(address))
                    .hasMessageContaining("which the operator's configuration denies");
            assertThatCode(() -> rules.permitted("8.8.8.8")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "example.com/8", "10.0.0.0/-1", "10/8/8", "fd00::/129"})
    void whatIsNoNetworkIsSaid(String text) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining("is no network");
    }

    @Test
    void oneInnerAddressAmongManyIsEnoughToRefuseAName() {
        AddressRules.Lookup lookup =
                host ->
                        new InetAddress[] {
                            InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")
                        };
        assertThatThrownBy(() -> new AddressRules(false, lookup).permitted("innocent.example.com"))
                .hasMessageContaining("innocent.example.com is 10.0.0.1, not a public address");
        assertThatCode(() -> new AddressRules(true, lookup).permitted("innocent.example.com"))
                .doesNotThrowAnyException();
    }
}
