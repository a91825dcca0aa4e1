using System.Net;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Section <c>Demo</c>: the data, and how the program runs.</summary>
public sealed record DemoSettings : IValidatableObject
{
    /// <summary>How much data is seeded: <c>small</c>, <c>twice</c>, <c>medium</c> or <c>large</c>.</summary>
    public DemoScale Scale { get; init; } = DemoScale.Medium;

    /// <summary>0 is the usual data. Another value, up to 999,999, gives other rows, for the workshop.</summary>
    [Range(0, 999_999, ErrorMessage = "Seed must be 0 to 999,999.")]
    public int Seed { get; init; }

    /// <summary>True: the program ends with its standard input, so it doesn't outlive a killed parent.</summary>
    public bool StopWithStdin { get; init; }

    /// <summary>True: each lane runs only a few requests at once. See <see cref="Hosting.Bulkhead"/>.</summary>
    public bool Bulkhead { get; init; }

    /// <summary>A network in CIDR notation whose callers count as local. In a container, requests from this machine
    /// come from the engine's gateway and not from loopback. Null or empty means none.</summary>
    public string? TrustedNetwork { get; init; }

    /// <summary>Further host names of the API, separated by <c>;</c> or <c>,</c>.</summary>
    public string? AllowedHosts { get; init; }

    /// <summary>The key for callers that are not local: at least 16 characters. Null or empty means that the program
    /// makes one when it needs one.</summary>
    public string? Key { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (!string.IsNullOrEmpty(TrustedNetwork) && !IPNetwork.TryParse(TrustedNetwork, out _))
            yield return new($"TrustedNetwork '{TrustedNetwork}' is no network such as 172.30.80.0/24.");
        if (Key is { Length: > 0 and < 16 })
            yield return new("Demo__Key must have at least 16 characters.");
        if (ErrorOfAllowedHosts() is { } error) yield return new(error);
    }

    private string? ErrorOfAllowedHosts()
    {
        try
        {
            WebServer.AllowedHosts.Parse(AllowedHosts);
            return null;
        }
        catch (FormatException bad)
        {
            return bad.Message;
        }
    }
}
