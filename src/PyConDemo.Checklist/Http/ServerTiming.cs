using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.Checklist.Http;

/// <summary>The vitals as a browser's developer tools show them: https://www.w3.org/TR/server-timing/.</summary>
internal static class ServerTiming
{
    public const string RequestHeader = "Checklist-Request";
    public const string FindingsHeader = "Checklist-Findings";

    /// <summary>Writes what is known when the headers leave; a body that is still being made costs more.</summary>
    public static void Write(IHeaderDictionary headers, Vitals vitals, TimeSpan app)
    {
        var noun = vitals.Commands == 1 ? "command" : "commands";
        headers.Append("Server-Timing", string.Create(CultureInfo.InvariantCulture,
            $"sql;dur={vitals.SqlTime.TotalMilliseconds:0.###};desc=\"{vitals.Commands} {noun}\", app;dur={app.TotalMilliseconds:0.###}"));
    }
}
