using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.Checklist.Http;

/// <summary>The vitals as a browser's developer tools show them: https://www.w3.org/TR/server-timing/.</summary>
internal static class ServerTiming
{
    public const string RequestHeader = "Checklist-Request";
    public const string FindingsHeader = "Checklist-Findings";

    /// <summary>Writes what is known when the headers leave; a body that is still being made costs more.</summary>
    public static void AppendTo(IHeaderDictionary headers, long commands, TimeSpan sql, TimeSpan app)
    {
        var noun = commands == 1 ? "command" : "commands";
        headers.Append("Server-Timing", string.Create(CultureInfo.InvariantCulture,
            $"sql;dur={Ms(sql)}.{Us(sql):D3};desc=\"{commands} {noun}\", app;dur={Ms(app)}.{Us(app):D3}"));
    }

    // Whole numbers: to format two fractions takes longer than the rest of the header.
    private static long Ms(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;
    private static long Us(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond / TimeSpan.TicksPerMicrosecond;
}
