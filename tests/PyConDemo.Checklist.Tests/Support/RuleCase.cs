using Microsoft.AspNetCore.Builder;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>One legitimate or guilty request handler, by its name.</summary>
public sealed record RuleCase(Func<RuleContext, Task> Handle)
{
    /// <summary>How many requests are sent.</summary>
    public int Requests { get; init; } = 1;

    public string Method { get; init; } = "GET";
    public string? AcceptEncoding { get; init; }
    public Action<WebApplication>? Use { get; init; }
    public Action<WebApplicationBuilder>? Build { get; init; }
    public Action<ServerHealthChecklistOptions>? Options { get; init; }
}
