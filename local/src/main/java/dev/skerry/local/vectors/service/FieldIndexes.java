package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.point.PayloadPath;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;

/**
 * Payload indexes are remembered and told; search is exact without them, and only a text index
 * changes what matches.
 */
final class FieldIndexes {
    private FieldIndexes() {}

    static PayloadSchemaInfo of(CreateFieldIndexCollection request) {
        PayloadPath.parse(request.getFieldName());
        var info = PayloadSchemaInfo.newBuilder().setDataType(type(request));
        if (request.hasFieldIndexParams()) {
            info.setParams(request.getFieldIndexParams());
        }
        return info.build();
    }

    private static PayloadSchemaType type(CreateFieldIndexCollection request) {
        PayloadIndexParams params = request.getFieldIndexParams();
        return switch (params.getIndexParamsCase()) {
            case KEYWORD_INDEX_PARAMS -> PayloadSchemaType.Keyword;
            case INTEGER_INDEX_PARAMS -> PayloadSchemaType.Integer;
            case FLOAT_INDEX_PARAMS -> PayloadSchemaType.Float;
            case GEO_INDEX_PARAMS -> PayloadSchemaType.Geo;
            case TEXT_INDEX_PARAMS -> PayloadSchemaType.Text;
            case BOOL_INDEX_PARAMS -> PayloadSchemaType.Bool;
            case DATETIME_INDEX_PARAMS -> PayloadSchemaType.Datetime;
            case UUID_INDEX_PARAMS -> PayloadSchemaType.Uuid;
            case INDEXPARAMS_NOT_SET ->
                    switch (request.getFieldType()) {
                        case FieldTypeKeyword, UNRECOGNIZED -> PayloadSchemaType.Keyword;
                        case FieldTypeInteger -> PayloadSchemaType.Integer;
                        case FieldTypeFloat -> PayloadSchemaType.Float;
                        case FieldTypeGeo -> PayloadSchemaType.Geo;
                        case FieldTypeText -> PayloadSchemaType.Text;
                        case FieldTypeBool -> PayloadSchemaType.Bool;
                        case FieldTypeDatetime -> PayloadSchemaType.Datetime;
                        case FieldTypeUuid -> PayloadSchemaType.Uuid;
                    };
        };
    }
}
