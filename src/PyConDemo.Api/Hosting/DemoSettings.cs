using System.ComponentModel.DataAnnotations;
using System.Net;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Every setting of the demo in one place: section <c>Demo</c>, beside <c>Postgres</c> and <c>ConnectionStrings:Demo</c>.</summary>
public sealed record DemoSettings : IValidatableObject
{
    /// <summary>How much data is seeded: <c>small</c>, <c>twice</c>, <c>medium</c> or <c>large</c>.</summary>
    public DemoScale Scale { get; init; } = DemoScale.Medium;

    /// <summary>0 is the data of every demo. Another value, up to 999,999, gives other rows: what the workshop's checks run on.</summary>
    [Range(0, 999_999, ErrorMessage = "Seed must be 0 to 999,999.")]
    public int Seed { get; init; }

    /// <summary>True: the program ends when its standard input closes. For a parent process, whose sudden death must not leave a server behind.</summary>
    public bool StopWithStdin { get; init; }

    /// <summary>
    /// A network in CIDR notation whose callers count as local: in a container, the port that this machine alone can reach is
    /// reached from the engine's gateway, not from loopback. Null or empty: loopback only.
    /// </summary>
    public string? TrustedNetwork { get; init; }

    /// <summary>Whether a caller at this address is on this machine, or in the <see cref="TrustedNetwork"/>; one without an address isn't.</summary>
    public bool Trusts(IPAddress? caller)
    {
        if (caller is { IsIPv4MappedToIPv6: true }) caller = caller.MapToIPv4();

        return caller is not null
            && (IPAddress.IsLoopback(caller) || (IPNetwork.TryParse(TrustedNetwork, out var network) && network.Contains(caller)));
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (!string.IsNullOrEmpty(TrustedNetwork) && !IPNetwork.TryParse(TrustedNetwork, out _))
        {
            yield return new($"TrustedNetwork '{TrustedNetwork}' is no network such as 172.30.80.0/24.");
        }
    }
}
