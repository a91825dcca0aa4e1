using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Benchmarks;

/// <summary>Reads the options of the command line.</summary>
internal static class BenchmarkArguments
{
    /// <exception cref="InvalidOperationException">An option is unknown, or its value has the wrong type.</exception>
    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public static T Parse<T>(string[] args)
        where T : class, new()
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build()
            .Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        return settings;
    }
}
