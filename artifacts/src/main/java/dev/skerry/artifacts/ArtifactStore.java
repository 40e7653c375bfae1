package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.skerry.api.wire.Manifest;
import dev.skerry.artifacts.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Artifacts in one bucket: {@code artifacts/NS/NAME/vN/}.
 *
 * <p>A publisher first claims a number by {@code vN/.claim}, written only where there is none, so
 * the files of two publishers never meet; then it uploads the files; then the manifest, again only
 * where there is none. A number whose publisher died has no manifest and is no version; the next
 * publisher takes the next number. A producer (job uid, run and pod uid) remembers its number below
 * {@code .producers/}: publishing again finishes or finds that version.
 */
public final class ArtifactStore {

    private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]{0,8}");
    private static final int MOST_TRIES = 100;

    private final ObjectStorage storage;
    private final String bucket;

    public ArtifactStore(ObjectStorage storage, String bucket) {
        this.storage = requireNonNull(storage);
        this.bucket = ObjectKeys.requireBucket(bucket);
    }

    /**
     * Who fills or filled a number.
     *
     * @param number of the version
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Claim(String jobUid, int run, String podUid, int number) {}

    /**
     * Makes the next version, or returns the one that this producer has made already.
     *
     * @throws IOException where a local file cannot be read
     */
    public ArtifactVersion publish(Publication publication) throws StorageException, IOException {
        var numbered = numberOf(publication);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int number = numbered.isPresent() ? numbered.getAsInt() : claim(publication);
            numbered = OptionalInt.empty();
            var version = version(publication.namespace(), publication.name(), number);
            var place = files(publication.namespace(), publication.name(), version.version());
            var there = storage.find(bucket, place.manifestKey(), ManifestCodec.MOST_BYTES);
            if (there.isEmpty()) {
                var manifest = publication.manifest(place.upload(publication.files()));
                FaultPoint.BEFORE_MANIFEST.reach();
                if (storage.putIfAbsent(
                        bucket, place.manifestKey(), ManifestCodec.write(manifest))) {
                    FaultPoint.AFTER_MANIFEST.reach();
                    return version;
                }
                there = storage.find(bucket, place.manifestKey(), ManifestCodec.MOST_BYTES);
            }
            if (there.isPresent() && isOwn(there.get(), publication, place)) {
                return version;
            }
        }
        throw new StorageException.Unavailable(
                "%s: other publishers took %d numbers in a row; publish again"
                        .formatted(
                                ObjectStorage.place(
                                        bucket,
                                        ObjectKeys.artifact(
                                                publication.namespace(), publication.name())),
                                MOST_TRIES),
                null);
    }

    /** The complete versions, newest first. */
    public List<ArtifactVersion> versions(String namespace, String name) throws StorageException {
        var found = new ArrayList<ArtifactVersion>();
        for (int number : numbers(namespace, name)) {
            if (isComplete(namespace, name, number)) {
                found.add(version(namespace, name, number));
            }
        }
        return List.copyOf(found);
    }

    /** The newest complete version. */
    public Optional<ArtifactVersion> latest(String namespace, String name) throws StorageException {
        for (int number : numbers(namespace, name)) {
            if (isComplete(namespace, name, number)) {
                return Optional.of(version(namespace, name, number));
            }
        }
        return Optional.empty();
    }

    /** The manifest of a version, checked for form. */
    public Manifest read(String namespace, String name, String version) throws StorageException {
        return files(namespace, name, version).manifest();
    }

    /**
     * Reads every byte of a version.
     *
     * @throws StorageException.BadContent where one differs from the manifest
     */
    public Manifest verify(String namespace, String name, String version) throws StorageException {
        var files = files(namespace, name, version);
        var manifest = files.manifest();
        files.checkContent(manifest);
        return manifest;
    }

    /**
     * Writes a version's files into a folder; each has its name only when its checksum is right.
     */
    public Manifest download(String namespace, String name, String version, Path folder)
            throws StorageException, IOException {
        var files = files(namespace, name, version);
        var manifest = files.manifest();
        files.download(manifest, folder);
        return manifest;
    }

    /**
     * Removes a version, its manifest first. Its number stays claimed: whoever has read of it never
     * finds something else there.
     */
    public void delete(String namespace, String name, String version) throws StorageException {
        var prefix = ObjectKeys.artifact(namespace, name, version);
        var claim = prefix + ObjectKeys.CLAIM;
        int number = Integer.parseInt(version.substring(1));
        storage.put(bucket, claim, ManifestCodec.write(new Claim("", 0, "", number)));
        storage.deleteAll(bucket, prefix, prefix + ObjectKeys.MANIFEST, Set.of(claim));
    }

    private int claim(Publication publication) throws StorageException {
        var namespace = publication.namespace();
        var name = publication.name();
        int number = numbers(namespace, name).stream().findFirst().orElse(0) + 1;
        for (int tries = 0; tries < MOST_TRIES; tries++, number++) {
            var content = ManifestCodec.write(claimOf(publication, number));
            var key = ObjectKeys.artifact(namespace, name, "v" + number) + ObjectKeys.CLAIM;
            if (storage.putIfAbsent(bucket, key, content)) {
                FaultPoint.AFTER_CLAIM.reach();
                storage.put(bucket, producerKey(publication), content);
                return number;
            }
        }
        throw new StorageException.Unavailable(
                "%s: no free number in %d tries; publish again"
                        .formatted(
                                ObjectStorage.place(bucket, ObjectKeys.artifact(namespace, name)),
                                MOST_TRIES),
                null);
    }

    private OptionalInt numberOf(Publication publication) throws StorageException {
        var key = producerKey(publication);
        var bytes = storage.find(bucket, key, ManifestCodec.MOST_BYTES);
        if (bytes.isEmpty()) {
            return OptionalInt.empty();
        }
        var claim =
                ManifestCodec.readAs(Claim.class, bytes.get(), ObjectStorage.place(bucket, key));
        return claim.number() > 0
                        && claim.equals(claimOf(publication, claim.number()))
                        && stands(publication, claim)
                ? OptionalInt.of(claim.number())
                : OptionalInt.empty();
    }

    /** Whether nobody has removed the version since. */
    private boolean stands(Publication publication, Claim claim) throws StorageException {
        var prefix =
                ObjectKeys.artifact(
                        publication.namespace(), publication.name(), "v" + claim.number());
        return storage.find(bucket, prefix + ObjectKeys.CLAIM, ManifestCodec.MOST_BYTES)
                .filter(there -> Arrays.equals(there, ManifestCodec.write(claim)))
                .isPresent();
    }

    private static Claim claimOf(Publication publication, int number) {
        var producer = publication.provenance();
        return new Claim(producer.jobUid(), producer.run(), producer.podUid(), number);
    }

    private static String producerKey(Publication publication) {
        var producer = publication.provenance();
        return "%s.producers/%s-r%d-%s.json"
                .formatted(
                        ObjectKeys.artifact(publication.namespace(), publication.name()),
                        producer.jobUid(),
                        producer.run(),
                        producer.podUid());
    }

    private static boolean isOwn(byte[] manifest, Publication publication, PublishedFiles place)
            throws StorageException {
        var there = ManifestCodec.read(manifest, place.place(ObjectKeys.MANIFEST)).provenance();
        var own = publication.provenance();
        return there != null
                && own.jobUid().equals(there.jobUid())
                && own.run().equals(there.run())
                && own.podUid().equals(there.podUid());
    }

    /** All claimed numbers, highest first. */
    private List<Integer> numbers(String namespace, String name) throws StorageException {
        return storage.folders(bucket, ObjectKeys.artifact(namespace, name)).stream()
                .filter(folder -> VERSION.matcher(folder).matches())
                .map(folder -> Integer.parseInt(folder.substring(1)))
                .sorted(Collections.reverseOrder())
                .toList();
    }

    private boolean isComplete(String namespace, String name, int number) throws StorageException {
        return storage.size(bucket, files(namespace, name, "v" + number).manifestKey()).isPresent();
    }

    private PublishedFiles files(String namespace, String name, String version) {
        return new PublishedFiles(storage, bucket, ObjectKeys.artifact(namespace, name, version));
    }

    private ArtifactVersion version(String namespace, String name, int number) {
        var version = "v" + number;
        return new ArtifactVersion(
                name,
                version,
                "s3://%s/artifacts/%s/%s/%s/".formatted(bucket, namespace, name, version));
    }
}
