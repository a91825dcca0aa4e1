using Microsoft.AspNetCore.Http.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PyConDemo.Api.Diagnostics;

/// <summary>Swashbuckle reads a type's properties. This filter adds what only the JSON serializer knows: which
/// properties a record requires, the validation attributes there, and which properties may be null.</summary>
public sealed class SerializerSchemaFilter(IOptions<JsonOptions> json) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } objectSchema) return;

        objectSchema.AdditionalPropertiesAllowed = true; // the serializer ignores unknown properties

        foreach (var property in json.Value.SerializerOptions.GetTypeInfo(context.Type).Properties)
        {
            if (!properties.TryGetValue(property.Name, out var value)) continue;

            if (property.AssociatedParameter is { HasDefaultValue: false } parameter)
            {
                objectSchema.Required ??= new HashSet<string>();
                objectSchema.Required.Add(property.Name);
                value.ApplyValidationAttributes(parameter.AttributeProvider!.GetCustomAttributes(inherit: true));
            }

            if (property.IsGetNullable && value is OpenApiSchemaReference)
            {
                var none = new OpenApiSchema { Type = JsonSchemaType.Null };
                properties[property.Name] = new OpenApiSchema { OneOf = [none, value] };
            }
        }
    }
}
