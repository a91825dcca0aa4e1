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
    /// come from the engine's gateway and not from loopback. Null or empty means loopback only.</summary>
    public string? TrustedNetwork { get; init; }

    /// <summary>True if the caller is on this machine or in the <see cref="TrustedNetwork"/>. False for null.</summary>
    public bool Trusts(IPAddress? caller)
    {
        if (caller is { IsIPv4MappedToIPv6: true }) caller = caller.MapToIPv4();

        return caller is not null && (IPAddress.IsLoopback(caller)
            || (IPNetwork.TryParse(TrustedNetwork, out var network) && network.Contains(caller)));
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (string.IsNullOrEmpty(TrustedNetwork) || IPNetwork.TryParse(TrustedNetwork, out _)) yield break;
        yield return new($"TrustedNetwork '{TrustedNetwork}' is no network such as 172.30.80.0/24.");
    }
}
