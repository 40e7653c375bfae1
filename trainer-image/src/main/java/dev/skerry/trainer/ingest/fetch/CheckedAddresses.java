package dev.skerry.trainer.ingest.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses of hosts for one fetch. Each name is looked up once, and connections go to the
 * addresses that were checked, so that a name that leads elsewhere a moment later leads nowhere.
 */
final class CheckedAddresses {

    private final AddressRules rules;
    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();

    CheckedAddresses(AddressRules rules) {
        this.rules = rules;
    }

    /** Whether connections must go to what {@link #of} says. */
    boolean bind() {
        return !rules.allowAll();
    }

    /**
     * At least one.
     *
     * @throws FetchException the host may not be asked, or is not known
     */
    List<InetAddress> of(String host) throws FetchException {
        var addresses = known.get(host);
        if (addresses == null) {
            addresses = rules.permitted(host);
            known.put(host, addresses);
        }
        return addresses;
    }
}
