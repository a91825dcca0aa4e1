using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PyConDemo.Checklist.Settings;

/// <summary>Reads the configuration section `Checklist`. A bad setting stops the application at its start.</summary>
internal sealed class SettingsReader(IServiceProvider services)
    : IConfigureOptions<ServerHealthChecklistOptions>, IValidateOptions<ServerHealthChecklistOptions>
{
    private const string Section = "Checklist";

    public void Configure(ServerHealthChecklistOptions options)
    {
        var errors = new List<string>();
        // A test's service collection has no configuration.
        Read(options, new(services.GetService<IConfiguration>()?.GetSection(Section), Section, errors));
        if (errors.Count > 0) throw new OptionsValidationException(Section, options.GetType(), errors);
    }

    /// <summary>Checks what code has set.</summary>
    public ValidateOptionsResult Validate(string? name, ServerHealthChecklistOptions options)
    {
        var errors = new List<string>();
        CheckRange("MeasurementsPerSecond", options.MeasurementsPerSecond, 1_000_000, errors);
        CheckRange("KeptRequests", options.KeptRequests, 100_000, errors);
        CheckRange("MaxShapes", options.MaxShapes, 10_000, errors);
        if (options.Path is not ['/', _, ..])
            errors.Add($"{Section}:Path must be a path below the root, such as /checklist.");
        // A service collection without a host has no environment.
        if (options is { Raise: true, IsCollected: false }
            && services.GetService<IHostEnvironment>() is { } environment && !environment.IsDevelopment())
        {
            errors.Add($"{Section}:Raise makes requests fail, so it works only in Development and in test runs with a "
                + $"collector. The environment is {environment.EnvironmentName}.");
        }
        RuleSettings.Read(options.Rules, new(null, $"{Section}:Rules", errors));
        foreach (var (route, _, change) in options.RouteRules)
            RuleSettings.Read(change(options.Rules), new(null, $"{Section}:Routes:{route}", errors));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Read(ServerHealthChecklistOptions o, SectionReader reader)
    {
        o.Always = reader.Read(nameof(o.Always), o.Always);
        o.MeasurementsPerSecond = reader.Read(nameof(o.MeasurementsPerSecond), o.MeasurementsPerSecond);
        o.KeptRequests = reader.Read(nameof(o.KeptRequests), o.KeptRequests);
        o.MaxShapes = reader.Read(nameof(o.MaxShapes), o.MaxShapes);
        o.ServerTiming = reader.ReadOptional(nameof(o.ServerTiming), o.ServerTiming);
        o.FindingsHeader = reader.ReadOptional(nameof(o.FindingsHeader), o.FindingsHeader);
        o.Log = reader.Read(nameof(o.Log), o.Log);
        o.Metrics = reader.Read(nameof(o.Metrics), o.Metrics);
        o.SpanEvents = reader.Read(nameof(o.SpanEvents), o.SpanEvents);
        o.Raise = reader.Read(nameof(o.Raise), o.Raise);
        o.Page = reader.Read(nameof(o.Page), o.Page);
        o.Path = reader.Read(nameof(o.Path), o.Path);
        o.Policy = reader.Read(nameof(o.Policy), o.Policy ?? "");
        if (o.Policy.Length == 0) o.Policy = null;
        o.ShowParameterValues = reader.Read(nameof(o.ShowParameterValues), o.ShowParameterValues);
        o.Rules = RuleSettings.Read(o.Rules, reader.Section(nameof(o.Rules)));
        foreach (var (name, route) in reader.Sections("Routes")) ReadRoute(o, name, route);
        foreach (var (_, suppression) in reader.Sections("Suppressions")) ReadSuppression(o, suppression);
        reader.RejectUnknown();
    }

    // `Checklist:Routes:/orders:NPlusOne:Repeats`, or a list of sections with the route's name in `Route`.
    private static void ReadRoute(ServerHealthChecklistOptions options, string name, SectionReader section)
    {
        var route = section.Read("Route", name);
        RuleSettings.Read(options.Rules, section); // finds errors now
        options.ForRoute(route, rules => RuleSettings.Read(rules, section.Again()));
    }

    private static void ReadSuppression(ServerHealthChecklistOptions options, SectionReader section)
    {
        try
        {
            options.Suppress(section.Read("Route", ""), section.Read("Rule", ""), section.Read("Reason", ""));
        }
        catch (ArgumentException error)
        {
            section.Fail(error.Message);
        }
        section.RejectUnknown();
    }

    private static void CheckRange(string name, int value, int max, List<string> errors)
    {
        if (value < 1 || value > max)
            errors.Add(FormattableString.Invariant($"{Section}:{name} must be 1 to {max:N0}."));
    }
}
