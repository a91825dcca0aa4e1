namespace PyConDemo.Postgres.Local;

/// <summary>The one line of a log that tells why a program gave up.</summary>
internal static class LogSummary
{
    public static string Of(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.LastOrDefault(line => line.Contains("No space left", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? lines.LastOrDefault()
            ?? "it said nothing";
    }
}
