package dev.skerry.trainer.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.local.controlplane.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** MinIO's administrator: makes users that a policy limits. */
final class StorageAdmin {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
    private static final String SCOPE = "us-east-1/s3/aws4_request";

    private final ObjectStore server;

    StorageAdmin(ObjectStore server) {
        this.server = server;
    }

    void makeUser(String user, String secret, String policy) throws Exception {
        put("add-canned-policy", "name=" + user, policy.getBytes(StandardCharsets.UTF_8));
        var account =
                new ObjectMapper()
                        .writeValueAsBytes(Map.of("secretKey", secret, "status", "enabled"));
        put("add-user", "accessKey=" + user, sealed(account));
        put(
                "set-user-or-group-policy",
                "isGroup=false&policyName=%s&userOrGroup=%s".formatted(user, user),
                new byte[0]);
    }

    private void put(String what, String query, byte[] body) throws Exception {
        var path = "/minio/admin/v3/" + what;
        var time = TIME.format(Instant.now());
        var digest = HexFormat.of().formatHex(sha256(body));
        var request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + path + "?" + query))
                        .header("X-Amz-Content-Sha256", digest)
                        .header("X-Amz-Date", time)
                        .header("Authorization", authorization(path, query, digest, time))
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200)
                throw new IOException(what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Signature version 4. */
    private String authorization(String path, String query, String digest, String time)
            throws GeneralSecurityException {
        var canonical =
                "PUT\n%s\n%s\nhost:%s\nx-amz-content-sha256:%s\nx-amz-date:%s\n\n%s\n%s"
                        .formatted(
                                path,
                                query,
                                server.endpoint().getAuthority(),
                                digest,
                                time,
                                SIGNED,
                                digest);
        var day = time.substring(0, 8);
        var toSign =
                "AWS4-HMAC-SHA256\n%s\n%s/%s\n%s"
                        .formatted(
                                time,
                                day,
                                SCOPE,
                                HexFormat.of()
                                        .formatHex(
                                                sha256(
                                                        canonical.getBytes(
                                                                StandardCharsets.UTF_8))));
        var key = ("AWS4" + server.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (var part : (day + "/" + SCOPE).split("/", -1)) key = hmac(key, part);
        return "AWS4-HMAC-SHA256 Credential=%s/%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                        server.accessKey(),
                        day,
                        SCOPE,
                        SIGNED,
                        HexFormat.of().formatHex(hmac(key, toSign)));
    }

    /**
     * As MinIO wants secrets: salt, cipher, nonce, one last fragment under a key of the caller's.
     */
    private byte[] sealed(byte[] content) throws GeneralSecurityException {
        var random = new SecureRandom();
        var salt = new byte[32];
        var nonce = new byte[8];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        var key =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(
                                new PBEKeySpec(server.secretKey().toCharArray(), salt, 8192, 256))
                        .getEncoded();
        var empty = gcm(key, nonce, 0, new byte[0], new byte[0]);
        var lastFragment = new byte[1 + empty.length];
        lastFragment[0] = (byte) 0x80;
        System.arraycopy(empty, 0, lastFragment, 1, empty.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(salt);
        all.write(2);
        all.writeBytes(nonce);
        all.writeBytes(gcm(key, nonce, 1, lastFragment, content));
        return all.toByteArray();
    }

    private static byte[] gcm(byte[] key, byte[] nonce, int number, byte[] associated, byte[] text)
            throws GeneralSecurityException {
        var whole = Arrays.copyOf(nonce, 12);
        whole[8] = (byte) number;
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, whole));
        cipher.updateAAD(associated);
        return cipher.doFinal(text);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
