package dev.skerry.api.generate;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.JobFile;
import dev.skerry.api.wire.LastWords;
import dev.skerry.api.wire.Manifest;
import dev.skerry.api.wire.Report;
import dev.skerry.api.wire.ReportReply;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;

/** JSON Schemas of what programs in other languages read and write. */
final class WireSchemas {
    private WireSchemas() {}

    static Map<String, String> files() {
        var config =
                new SchemaGeneratorConfigBuilder(
                                SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(
                                new JacksonModule(
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE))
                        .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                        .build();
        var generator = new SchemaGenerator(config);
        var files = new TreeMap<String, String>();
        files.put(
                "schemas/ingestion-job-file.json",
                schema(generator, JobFile.class, IngestionJobSpec.class));
        files.put("schemas/report.json", schema(generator, Report.class, IngestionResult.class));
        files.put("schemas/report-reply.json", schema(generator, ReportReply.class));
        files.put("schemas/last-words.json", schema(generator, LastWords.class));
        files.put("schemas/manifest.json", schema(generator, Manifest.class));
        return files;
    }

    private static String schema(SchemaGenerator generator, Class<?> type, Type... parameters) {
        return generator.generateSchema(type, parameters).toPrettyString() + "\n";
    }
}
