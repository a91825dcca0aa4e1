namespace PyConDemo.Api.Hosting;

/// <summary>Runs the data annotations. Unlike .NET's own validator, it names the setting as its user does.</summary>
/// <param name="section">The name of the section.</param>
public sealed class SectionValidator<T>(string section) : IValidateOptions<T> where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(result => FullName(result.ErrorMessage!)));
    }

    private string FullName(string message)
        => message.StartsWith(section, StringComparison.Ordinal) ? message : $"{section}__{message}";
}
