package dev.skerry.operator.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecFingerprintTest {
    private static final String BARE = "\"repository\": {\"url\": \"https://h/x\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"suspend\": false",
                "\"embedding\": {\"epochs\": 10, \"p\": 1, \"q\": 1.0, \"seed\": 1}",
                "\"retries\": {}",
                "\"languages\": []",
                "\"retries\": {\"app\": 2, \"disk\": 1}",
                "\"stallTimeoutSeconds\": 600",
                "\"resources\": {\"requests\": {\"cpu\": \"500m\", \"memory\": \"1Gi\", \"ephemeral-storage\": \"1Gi\"}, \"limits\": {\"memory\": \"2Gi\", \"ephemeral-storage\": \"10Gi\"}}",
                "\"ttlSecondsAfterFinished\": 5"
            })
    void whatIsAtItsDefaultCountsAsAbsent(String more) throws JsonProcessingException {
        assertThat(of(BARE + ", " + more)).isEqualTo(of(BARE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"suspend\": true",
                "\"embedding\": {\"p\": 2}",
                "\"retries\": {\"app\": 3}",
                "\"languages\": [\"java\"]",
                "\"activeDeadlineSeconds\": 600",
                "\"resources\": {\"limits\": {\"memory\": \"4Gi\"}}",
                "\"scheduling\": {\"nodeSelector\": {\"a\": \"b\"}}",
                "\"accelerator\": {\"count\": 2}"
            })
    void anyOtherValueCounts(String more) throws JsonProcessingException {
        assertThat(of(BARE + ", " + more)).isNotEqualTo(of(BARE));
    }

    @Test
    void theOrderOfAMapIsNoDifference() throws JsonProcessingException {
        assertThat(
                        of(
                                BARE
                                        + ", \"resources\": {\"limits\": {\"cpu\": \"1\", \"memory\": \"4Gi\"}}"))
                .isEqualTo(
                        of(
                                BARE
                                        + ", \"resources\": {\"limits\": {\"memory\": \"4Gi\", \"cpu\": \"1\"}}"));
    }

    @Test
    void theOrderOfLanguagesIsNoDifference() throws JsonProcessingException {
        assertThat(of(BARE + ", \"languages\": [\"java\", \"python\"]"))
                .isEqualTo(of(BARE + ", \"languages\": [\"python\", \"java\"]"))
                .isNotEqualTo(of(BARE + ", \"languages\": [\"java\"]"));
    }

    private static String of(String json) throws JsonProcessingException {
        return SpecFingerprint.of(
                new ObjectMapper().readValue("{" + json + "}", IngestionJobSpec.class),
                Set.of("ttlSecondsAfterFinished"));
    }
}
