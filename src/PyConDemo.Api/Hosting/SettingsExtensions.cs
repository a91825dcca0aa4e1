using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Binds the settings and validates them before anything else starts.</summary>
public static class SettingsExtensions
{
    public static void AddDemoSettings(this WebApplicationBuilder builder)
    {
        const string Former = DemoScaleNames.FormerMedium;
        if (Former.Equals(builder.Configuration["Demo:Scale"], StringComparison.OrdinalIgnoreCase))
        {
            throw new OptionsValidationException(
                "Demo", typeof(DemoSettings), [$"Demo:Scale: '{Former}' is called 'medium' now."]);
        }

        builder.AddSettings<DemoSettings>("Demo");
        builder.AddSettings<PostgresSettings>("Postgres");

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        }
    }

    /// <summary>
    /// Binds a section to its record. An unknown name, or a value of the wrong kind or out of its range, is an error: a misspelt
    /// setting that is silently ignored would be found on stage.
    /// </summary>
    public static void AddSettings<T>(this WebApplicationBuilder builder, string section) where T : class, new()
    {
        T settings;
        try
        {
            settings = builder.Configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (InvalidOperationException error)
        {
            throw new OptionsValidationException(section, typeof(T), [$"{section}: {error.Message}"]);
        }

        var failures = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true))
        {
            throw new OptionsValidationException(section, typeof(T), failures.Select(failure => $"{section}: {failure.ErrorMessage}"));
        }

        builder.Services.AddSingleton(settings);
    }
}
