using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Compares the schemas of the OpenAPI document with the program's request and response types.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    private static readonly NullabilityInfoContext Nulls = new();

    /// <summary>The objects that were compared.</summary>
    public HashSet<Type> Objects { get; } = [];

    /// <summary>Fails unless the schema describes a type and the types of its properties completely.</summary>
    public void Describes(Type type, JsonElement json)
    {
        var schema = SchemaOf.Read(json);
        if (SchemaOf.Simple(type) is { } simple)
        {
            Assert.Equal(simple, (schema.Type, schema.Format));
        }
        else if (ItemOf(type) is { } item)
        {
            Assert.Equal("array", schema.Type);
            Describes(item, schema.Json.GetProperty("items"));
        }
        else if (Objects.Add(type))
        {
            DescribesObject(type, schema.Target(document));
        }
    }

    private void DescribesObject(Type type, JsonElement json)
    {
        Assert.Equal("object", SchemaOf.Read(json).Type);
        Assert.False(json.TryGetProperty("additionalProperties", out _), $"{type.Name} forbids more properties.");
        Assert.Equal(Docstrings.SummaryOf(type), SchemaOf.TextOf(json, "description"));

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var listed = json.GetProperty("properties");
        Assert.Equal(properties.Select(NameOf).Order(), listed.EnumerateObject().Select(one => one.Name).Order());

        var required = json.TryGetProperty("required", out var names) ? names.EnumerateArray() : default;
        foreach (var property in properties)
        {
            var name = NameOf(property);
            DescribesProperty(property, listed.GetProperty(name), required.Any(one => one.ValueEquals(name)));
        }
    }

    private void DescribesProperty(PropertyInfo property, JsonElement json, bool required)
    {
        var schema = SchemaOf.Read(json);
        var parameter = ParameterOf(property);
        var text = SchemaOf.TextOf(schema.Json, "description");

        var expected = (
            Name: $"{property.DeclaringType!.Name}.{property.Name}",
            Required: parameter is { HasDefaultValue: false },
            OrNull: Nulls.Create(property).ReadState == NullabilityState.Nullable,
            Pattern: parameter?.GetCustomAttribute<RegularExpressionAttribute>()?.Pattern,
            Text: Docstrings.SummaryOf(property) ?? text); // a reference without a docstring has its type's
        Assert.Equal(expected, (expected.Name, required, schema.OrNull, SchemaOf.TextOf(schema.Json, "pattern"), text));

        Describes(property.PropertyType, json);
    }

    /// <summary>The constructor parameter of a record's property.</summary>
    private static ParameterInfo? ParameterOf(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .SingleOrDefault(parameter => parameter.Name == property.Name);

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static Type? ItemOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        ?.GetGenericArguments()[0];
}
