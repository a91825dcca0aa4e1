using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Binds each section of the settings to a record, and checks them before anything else starts.</summary>
public static class SettingsExtensions
{
    public static void AddDemoSettings(this WebApplicationBuilder builder)
    {
        const string Former = DemoScaleNames.FormerMedium;
        if (Former.Equals(builder.Configuration["Demo:Scale"], StringComparison.OrdinalIgnoreCase))
            throw Bad($"Demo:Scale: '{Former}' is called 'medium' now.");

        builder.AddSettings<DemoSettings>("Demo");
        builder.AddSettings<PostgresSettings>("Postgres");
        builder.Services.TryAddSingleton(TimeProvider.System);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // The host would log an error of the start with its stack trace. StartupErrors prints one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
    }

    /// <summary>Binds a section to its record, which services and handlers then take as a parameter. An unknown name is
    /// an error, because otherwise nobody would notice a misspelt setting.</summary>
    /// <exception cref="OptionsValidationException">A name is unknown, or a value has another form than its type.
    /// </exception>
    public static void AddSettings<T>(this WebApplicationBuilder builder, string section) where T : class
    {
        if (SettingForms.Problem<T>(builder.Configuration.GetSection(section)) is { } problem) throw Bad(problem);
        builder.Services.AddOptions<T>()
            .BindConfiguration(section)
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<T>>(new SectionValidator<T>(section));
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>Checks all settings now, so that a bad one stops the program before it starts a database.</summary>
    /// <exception cref="OptionsValidationException">A setting has a value of the wrong type, or one out of its range.
    /// The failures say which.</exception>
    public static void ValidateSettings(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (InvalidOperationException error) // from the binder: a value of the wrong type
        {
            throw Bad(error.Message);
        }
        catch (AggregateException errors) // several sections are bad
        {
            throw Bad([.. errors.InnerExceptions.OfType<OptionsValidationException>().SelectMany(bad => bad.Failures)]);
        }
    }

    private static OptionsValidationException Bad(params string[] failures)
        => new(Options.DefaultName, typeof(object), failures);
}
