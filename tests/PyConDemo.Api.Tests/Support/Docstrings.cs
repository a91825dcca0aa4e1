using System.Reflection;
using System.Xml.Linq;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The API's docstrings, as a reader of the OpenAPI document should see them.</summary>
public static class Docstrings
{
    private static readonly Dictionary<string, XElement> Members =
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "PyConDemo.Api.xml"), LoadOptions.PreserveWhitespace)
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);

    public static string? SummaryOf(Type type) => TextOf(Find(type)?.Element("summary"));

    public static string? SummaryOf(MethodInfo method) => TextOf(Find(method)?.Element("summary"));

    public static string? RemarksOf(MethodInfo method) => TextOf(Find(method)?.Element("remarks"));

    /// <summary>The property's own docstring, or that of its record's parameter.</summary>
    public static string? SummaryOf(PropertyInfo property)
        => TextOf(Members.GetValueOrDefault($"P:{NameOf(property.DeclaringType!)}.{property.Name}")?.Element("summary"))
            ?? TextOf(ParameterOf(Find(property.DeclaringType!), property.Name));

    public static string? TextOf(ParameterInfo parameter)
        => TextOf(ParameterOf(Find((MethodInfo)parameter.Member), parameter.Name!));

    private static XElement? Find(Type type) => Members.GetValueOrDefault($"T:{NameOf(type)}");

    /// <summary>Finds it by its name, because no handler has an overload with a docstring.</summary>
    private static XElement? Find(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}";
        return Members.SingleOrDefault(member => member.Key.Split('(')[0] == name).Value;
    }

    private static XElement? ParameterOf(XElement? member, string name)
        => member?.Elements("param").SingleOrDefault(parameter => parameter.Attribute("name")!.Value == name);

    private static string NameOf(Type type)
        => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? TextOf(XElement? element) => element is null
        ? null
        : string.Join(' ', string.Concat(element.Nodes().Select(TextOf)).Trim().Split('\n').Select(one => one.Trim()));

    /// <summary>A reference becomes its last name, because a reader of the document needs no namespace.</summary>
    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { IsEmpty: true } reference => reference.FirstAttribute!.Value.Split('.')[^1],
        _ => throw new InvalidOperationException($"What does a reader see of {node}?"),
    };
}
