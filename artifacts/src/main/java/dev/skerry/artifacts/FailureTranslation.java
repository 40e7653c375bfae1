package dev.skerry.artifacts;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns what the client library throws into sentences of our own. */
final class FailureTranslation {

    private static final Pattern RESPONSE_CODE = Pattern.compile("(?i)code: (\\d{3})");

    private final URI endpoint;

    FailureTranslation(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * @param place such as {@code s3://skerry/artifacts/demo/code/v4/manifest.json}
     */
    StorageException of(Throwable thrown, String place) {
        var cause = root(thrown);
        return switch (cause) {
            case StorageException e -> e;
            case ErrorResponseException e ->
                    byCode(e.errorResponse().code(), e.response().code(), place, e);
            case ServerException e -> byStatus(e.statusCode(), place, e);
            case InvalidResponseException e -> byStatus(statusIn(e), place, e);
            case TimeoutException e -> away(place, "no answer in time", e);
            case SSLException e ->
                    new StorageException.Unavailable(
                            "%s: no trusted connection to %s (%s); check the certificate and the scheme of AWS_ENDPOINT_URL_S3"
                                    .formatted(place, endpoint, e.getMessage()),
                            e);
            case IOException e -> away(place, describe(e), e);
            case InterruptedException e -> away(place, "interrupted", e);
            default ->
                    new StorageException.Rejected(
                            "%s: %s cannot be used (%s); check AWS_ENDPOINT_URL_S3"
                                    .formatted(place, endpoint, describe(cause)),
                            cause);
        };
    }

    /** Whether a conditional write found something there. */
    static boolean isTaken(Throwable thrown) {
        return root(thrown) instanceof ErrorResponseException e && e.response().code() == 412;
    }

    static boolean isNoSuchKey(Throwable thrown) {
        return root(thrown) instanceof ErrorResponseException e
                && "NoSuchKey".equals(e.errorResponse().code());
    }

    private StorageException byCode(String code, int status, String place, Throwable cause) {
        return switch (code) {
            case "NoSuchBucket" ->
                    new StorageException.NoBucket(
                            "%s: the bucket does not exist at %s; create it or name another"
                                    .formatted(bucketOf(place), endpoint),
                            cause);
            case "NoSuchKey" ->
                    new StorageException.NotFound(
                            "%s: does not exist at %s; check the name".formatted(place, endpoint),
                            cause);
            case "RequestTimeTooSkewed" ->
                    new StorageException.Refused(
                            "%s: %s says the clock here is wrong; set this machine's time"
                                    .formatted(place, endpoint),
                            cause);
            case "SlowDown",
                    "RequestTimeout",
                    "ConditionalRequestConflict",
                    "OperationAborted",
                    "IncompleteBody",
                    "XMinioServerNotInitialized" ->
                    away(place, code, cause);
            case "QuotaExceeded",
                    "XMinioStorageFull",
                    "XMinioAdminBucketQuotaExceeded",
                    "InsufficientStorage",
                    "InsufficientCapacity" ->
                    full(place, code, cause);
            case "AuthorizationHeaderMalformed",
                    "PermanentRedirect",
                    "IllegalLocationConstraintException",
                    "InvalidRegion" ->
                    new StorageException.Refused(
                            "%s: %s serves another region (%s); check AWS_REGION"
                                    .formatted(place, endpoint, code),
                            cause);
            default -> byStatus(status, code, place, cause);
        };
    }

    private StorageException byStatus(int status, String place, Throwable cause) {
        return byStatus(status, "HTTP " + status, place, cause);
    }

    private StorageException byStatus(int status, String code, String place, Throwable cause) {
        if (status == 401 || status == 403) {
            return new StorageException.Refused(
                    "%s: %s refused the credentials (%s); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do"
                            .formatted(place, endpoint, code),
                    cause);
        }
        if (status == 507) {
            return full(place, code, cause);
        }
        if (status == 408 || status == 429 || status >= 500) {
            return away(place, code, cause);
        }
        return new StorageException.Rejected(
                "%s: %s rejected the request (%s); check that it is an S3 server and that the name is allowed there"
                        .formatted(place, endpoint, code),
                cause);
    }

    private StorageException full(String place, String code, Throwable cause) {
        return new StorageException.Unavailable(
                "%s: object storage at %s is full (%s); free space there or raise the quota"
                        .formatted(place, endpoint, code),
                cause);
    }

    private StorageException away(String place, String why, Throwable cause) {
        return new StorageException.Unavailable(
                "%s: object storage at %s is away (%s); it is worth trying again, check the server and AWS_ENDPOINT_URL_S3 if it stays so"
                        .formatted(place, endpoint, why),
                cause);
    }

    /** The first cause that says something; the library wraps differently from call to call. */
    private static Throwable root(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ErrorResponseException
                    || cause instanceof ServerException
                    || cause instanceof InvalidResponseException
                    || cause instanceof TimeoutException
                    || cause instanceof InterruptedException) {
                return cause;
            }
        }
        return thrown;
    }

    private static int statusIn(InvalidResponseException e) {
        var found = RESPONSE_CODE.matcher(String.valueOf(e.getMessage()));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static String describe(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String bucketOf(String place) {
        int slash = place.indexOf('/', "s3://".length());
        return slash < 0 ? place : place.substring(0, slash);
    }
}
