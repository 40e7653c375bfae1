package dev.skerry.local.controlplane;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate with its private key.
 *
 * @param certificate PEM file
 * @param key PEM file ({@code EC PRIVATE KEY}, RFC 5915), readable by the owner only
 * @param x509 what the first holds
 * @param privateKey what the second holds
 */
public record Credential(Path certificate, Path key, X509Certificate x509, PrivateKey privateKey) {
    @Override
    public String toString() {
        return "Credential[" + certificate + "]";
    }
}
