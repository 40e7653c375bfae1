package dev.skerry.local.node.pod;

import java.util.HashSet;
import java.util.Set;

/**
 * Identifiers for pods from 10.244.0.0/16; nothing answers there. One is not given again soon after
 * it was freed.
 */
public final class PodIps {
    private static final int SIZE = 1 << 16;

    private final Set<Integer> used = new HashSet<>();
    private int next;

    /**
     * @param seed where to begin, so that several nodes seldom meet
     */
    public PodIps(int seed) {
        next = Math.floorMod(seed, SIZE);
    }

    public synchronized String allocate() {
        for (int tries = 0; tries < SIZE; tries++) {
            int candidate = next;
            next = (next + 1) % SIZE;
            int last = candidate & 0xFF;
            if (last != 0 && last != 0xFF && used.add(candidate)) return text(candidate);
        }
        throw new IllegalStateException("all addresses of 10.244.0.0/16 are taken by pods");
    }

    /** Takes one that is known from before. */
    public synchronized void reserve(String ip) {
        used.add(number(ip));
    }

    /**
     * The identifier a pod already has at the API server, where it has one of ours; else a new one.
     */
    synchronized String again(String known) {
        if (known == null || !known.matches("10\\.244(\\.\\d{1,3}){2}")) return allocate();
        reserve(known);
        return known;
    }

    public synchronized void release(String ip) {
        used.remove(number(ip));
    }

    private static String text(int number) {
        return "10.244." + (number >> 8) + "." + (number & 0xFF);
    }

    private static int number(String ip) {
        var parts = ip.split("\\.");
        return Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
    }
}
