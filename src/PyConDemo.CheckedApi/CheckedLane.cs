using System.Linq.Expressions;
using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.CheckedApi;

/// <summary>The lane that the judge checks: the handler of an assembly that was compiled apart from the API.</summary>
/// <param name="Name">The pattern's name in classes: NPlusOne.</param>
internal sealed record CheckedLane(string Name, Delegate Handler)
{
    private const string Suffix = "Yours";

    /// <exception cref="InvalidOperationException">The assembly has no handler; the message says what is missing.
    /// </exception>
    public static CheckedLane Load(string assembly)
    {
        var type = Assembly.LoadFrom(assembly).GetExportedTypes().FirstOrDefault(type => Shipped(type.Name) is not null)
            ?? throw new InvalidOperationException("There is no public class with the name of a lane.");
        var name = Methods(Shipped(type.Name)!).Single().Name;
        var handler = Methods(type).FirstOrDefault(method => method.Name == name)
            ?? throw new InvalidOperationException($"{type.Name} has no public static method {name}.");
        Type[] signature =
            [.. handler.GetParameters().Select(parameter => parameter.ParameterType), handler.ReturnType];
        return new(type.Name[..^Suffix.Length], handler.CreateDelegate(Expression.GetDelegateType(signature)));
    }

    /// <summary>The API's own class of this name, if it is a lane.</summary>
    private static Type? Shipped(string name) => name.EndsWith(Suffix, StringComparison.Ordinal)
        ? typeof(AntiPatternCatalog).Assembly.GetExportedTypes().FirstOrDefault(type => type.Name == name)
        : null;

    private static MethodInfo[] Methods(Type type)
        => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
