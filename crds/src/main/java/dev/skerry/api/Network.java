package dev.skerry.api;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Addresses with the same first bits, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param bits that count
 */
public record Network(InetAddress base, int bits) {
    private static final Pattern FOUR = Pattern.compile("[0-9]+([.][0-9]+){3}");

    /**
     * @param text an address, alone or with a slash and a number of bits; never a name
     * @throws IllegalArgumentException with what to write instead
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!address.contains(":") && !FOUR.matcher(address).matches())
                throw new IllegalArgumentException("an abbreviated address");
            var base = InetAddress.ofLiteral(address);
            int most = base.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new Network(base, bits);
            }
        } catch (IllegalArgumentException noLiteral) {
            // said below
        }
        throw new IllegalArgumentException(
                "\"%s\" is no network; write it as 10.0.0.0/8 or fd00::/8".formatted(text));
    }

    /** Of one family only: an IPv4 address is in no IPv6 network. */
    public boolean contains(InetAddress address) {
        var a = base.getAddress();
        var b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((a[bit >> 3] & mask) != (b[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
