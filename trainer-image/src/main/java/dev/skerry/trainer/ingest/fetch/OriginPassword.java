package dev.skerry.trainer.ingest.fetch;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A password for the server that it was given for, and no other that this one points to. */
final class OriginPassword extends UsernamePasswordCredentialsProvider {

    private final Origin origin;

    OriginPassword(Origin origin, Credentials.Password password) {
        super(password.username(), password.password());
        this.origin = origin;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        for (var item : items) {
            if (!(item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password)) {
                return false; // such as the question whether to trust an unknown certificate
            }
        }
        return origin.is(uri.getScheme(), uri.getHost(), uri.getPort()) && super.get(uri, items);
    }
}
