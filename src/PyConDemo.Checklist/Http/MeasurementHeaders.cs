namespace PyConDemo.Checklist.Http;

/// <summary>The headers of a measured answer, with what is known when they are sent.</summary>
internal static class MeasurementHeaders
{
    private static readonly TimeSpan SmallestPart = TimeSpan.FromMilliseconds(0.1);

    public static void Write(RequestMeasurement measurement, MeasurementServices services)
    {
        var (headers, options) = (measurement.Context.Response.Headers, services.Options.Value);
        // A test run's answers stay as they are, because tests can compare them.
        if (options.IsCollected && !measurement.Context.Request.Headers.ContainsKey(AccessPolicy.Header)) return;
        var timing = options.ServerTiming ?? services.IsDevelopment;
        var findings = options.FindingsHeader ?? services.IsDevelopment;
        if (timing) headers.Append("Server-Timing", ServerTiming(measurement));
        if (timing || findings || services.IsDevelopment) headers["Checklist-Request"] = $"{measurement.Id}";
        if (findings && services.Evaluator.BrokenRules(measurement) is { Length: > 0 } broken)
            headers["Checklist-Findings"] = broken;
    }

    // Browsers' developer tools show this format: https://www.w3.org/TR/server-timing/.
    private static string ServerTiming(RequestMeasurement measurement)
    {
        var ((commands, _, sql), app) = (measurement.Recorder.GetSums(), measurement.Recorder.Age);
        var noun = commands == 1 ? "command" : "commands";
        var header = string.Create(CultureInfo.InvariantCulture,
            $"sql;dur={Ms(sql)}.{Us(sql):D3};desc=\"{commands} {noun}\", app;dur={Ms(app)}.{Us(app):D3}");
        foreach (var (name, time) in measurement.Times!.Parts)
        {
            if (time >= SmallestPart)
                header += string.Create(CultureInfo.InvariantCulture, $", {name};dur={Ms(time)}.{Us(time):D3}");
        }
        return header;
    }

    // These are integers, because formatting two fractions takes longer than the rest of the header.
    private static long Ms(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static long Us(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond / TimeSpan.TicksPerMicrosecond;
}
