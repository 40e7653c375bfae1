package dev.skerry.trainer.ingest.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

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

    private final boolean allowPrivate;
    private final Lookup lookup;

    public AddressRules(boolean allowPrivate) {
        this(allowPrivate, InetAddress::getAllByName);
    }

    AddressRules(boolean allowPrivate, Lookup lookup) {
        this.allowPrivate = allowPrivate;
        this.lookup = lookup;
    }

    /**
     * @throws FetchException CONFIG if an address is not public, SERVICE if the name is not known
     */
    public void check(String host) throws FetchException {
        if (allowPrivate) {
            return;
        }
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
            if (!isPublic(address)) {
                throw new FetchException(
                        FetchException.Fault.CONFIG,
                        "repository.url: %s is %s, not a public address; allow private addresses in the operator's configuration or use a public host"
                                .formatted(host, address.getHostAddress()));
            }
        }
    }

    /**
     * By the special-purpose registries of IANA (RFC 6890), with what IPv6 addresses carry of IPv4.
     */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return switch (address) {
            case Inet4Address ignored -> isPublic4(bytes);
            case Inet6Address ignored -> isPublic6(bytes);
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] address) {
        int a = address[0] & 0xff;
        int b = address[1] & 0xff;
        int c = address[2] & 0xff;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127;
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    private static boolean isPublic6(byte[] address) {
        int first = (address[0] & 0xff) << 8 | address[1] & 0xff;
        int second = (address[2] & 0xff) << 8 | address[3] & 0xff;
        if ((first & 0xfe00) == 0xfc00 || first == 0x0100) {
            return false;
        }
        if (first == 0x0064 && second == 0xff9b) {
            return isPublic4(Arrays.copyOfRange(address, 12, 16));
        }
        if (first == 0x2002) {
            return isPublic4(Arrays.copyOfRange(address, 2, 6));
        }
        if (first == 0x2001) {
            return second != 0x0db8 && second > 0x01ff;
        }
        return first != 0;
    }
}
