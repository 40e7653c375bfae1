package dev.skerry.trainer.ingest.fetch;

import dev.skerry.api.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which hosts may be asked. Every address that a name stands for must be public, so that no
 * repository URL, redirect or DNS answer makes a pod talk to the inside of its network.
 */
public final class AddressRules {

    /** Looks up all addresses of a host. */
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** IANA's special-purpose registries: what is not globally reachable, and multicast. */
    private static final List<Network> SPECIAL =
            networks(
                    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12"
                            + " 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15"
                            + " 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3"
                            + " 2001::/23 2001:db8::/32 3fff::/20");

    /** All of IPv6 that is handed out to be reached from everywhere, and NAT64. */
    private static final List<Network> GLOBAL6 = networks("2000::/3 64:ff9b::/96");

    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network NAT64_LOCAL = Network.parse("64:ff9b:1::/48");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");
    private static final Network COMPATIBLE = Network.parse("::/96");

    private final boolean allowPrivate;
    private final List<Network> denied;
    private final Lookup lookup;

    public AddressRules(boolean allowPrivate) {
        this(allowPrivate, List.of());
    }

    /**
     * @param denied networks that are never spoken to, public or not
     */
    public AddressRules(boolean allowPrivate, List<Network> denied) {
        this(allowPrivate, denied, InetAddress::getAllByName);
    }

    AddressRules(boolean allowPrivate, Lookup lookup) {
        this(allowPrivate, List.of(), lookup);
    }

    AddressRules(boolean allowPrivate, List<Network> denied, Lookup lookup) {
        this.allowPrivate = allowPrivate;
        this.denied = List.copyOf(denied);
        this.lookup = lookup;
    }

    private static List<Network> networks(String text) {
        return Arrays.stream(text.split(" ")).map(Network::parse).toList();
    }

    /** Whether every address may be spoken to. */
    boolean allowAll() {
        return allowPrivate && denied.isEmpty();
    }

    /**
     * The addresses of a host, all of them permitted.
     *
     * @throws FetchException CONFIG if one is not permitted, SERVICE if the name is not known
     */
    List<InetAddress> permitted(String host) throws FetchException {
        InetAddress[] addresses;
        try {
            addresses = lookup.addresses(host);
        } catch (UnknownHostException e) {
            throw new FetchException(
                    FetchException.Fault.SERVICE,
                    "repository.url: the host "
                            + host
                            + " is not known; check its name and the DNS of this pod",
                    e);
        }
        for (var address : addresses) {
            if (!allowPrivate && !isPublic(address)) {
                throw new FetchException(
                        FetchException.Fault.CONFIG,
                        "repository.url: %s is %s, not a public address; allow private addresses in the operator's configuration or use a public host"
                                .formatted(host, address.getHostAddress()));
            }
            if (isDenied(address)) {
                throw new FetchException(
                        FetchException.Fault.CONFIG,
                        "repository.url: %s is %s, which the operator's configuration denies; use another host"
                                .formatted(host, address.getHostAddress()));
            }
        }
        return List.of(addresses);
    }

    private boolean isDenied(InetAddress address) {
        var all = new ArrayList<>(carried(address));
        all.add(address);
        return all.stream().anyMatch(each -> denied.stream().anyMatch(n -> n.contains(each)));
    }

    /** By the registries, with what IPv6 addresses carry of IPv4. */
    static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(network -> network.contains(address))
                && (address instanceof Inet4Address
                        || GLOBAL6.stream().anyMatch(network -> network.contains(address)))
                && carried(address).stream().allMatch(AddressRules::isPublic);
    }

    private static List<InetAddress> carried(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length == 4) {
            return List.of();
        }
        if (NAT64.contains(address)
                || NAT64_LOCAL.contains(address)
                || COMPATIBLE.contains(address)) {
            return List.of(inner(bytes, 12, 0));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return List.of(inner(bytes, 2, 0));
        }
        return TEREDO.contains(address)
                ? List.of(inner(bytes, 4, 0), inner(bytes, 12, 0xff))
                : List.of();
    }

    private static InetAddress inner(byte[] bytes, int from, int mask) {
        var four = new byte[4];
        for (int i = 0; i < 4; i++) {
            four[i] = (byte) (bytes[from + i] ^ mask);
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
