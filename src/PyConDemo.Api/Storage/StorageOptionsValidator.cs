using Microsoft.Extensions.Options;

namespace PyConDemo.Api.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageSettings>
{
    public ValidateOptionsResult Validate(string? name, StorageSettings options) =>
        options.Problem is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
