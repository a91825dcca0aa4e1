using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Benchmarks;

/// <summary>Reads the command line; an unknown name or a value out of its range is an error.</summary>
internal static class BenchmarkArguments
{
    /// <exception cref="InvalidOperationException">An unknown name, or a value of the wrong kind.</exception>
    /// <exception cref="ValidationException">A value out of its range.</exception>
    public static T Parse<T>(string[] args)
        where T : class, new()
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build()
            .Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        return settings;
    }
}
