using System.Globalization;

namespace PyConDemo.WebServer;

/// <summary>The setting <c>Demo__AllowedHosts</c>: further names of a server, for instance its name behind a proxy.
/// </summary>
public static class AllowedHosts
{
    public const string Setting = "Demo__AllowedHosts";

    /// <summary>Reads names that are separated by <c>;</c> or <c>,</c>. Null or empty means none.</summary>
    /// <returns>The names as a browser writes them: in ASCII, and IPv6 addresses in brackets.</returns>
    /// <exception cref="FormatException">A name can't be used. The message is one line and says why.</exception>
    public static IReadOnlyList<string> Parse(string? setting)
        => [.. (setting ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ParseName)
            // Loopback names are allowed anyway. In the list, they would make every program on this machine a proxy.
            .Where(name => !new Uri($"http://{name}").IsLoopback)];

    private static string ParseName(string name)
    {
        if (name.Contains('*')) throw Bad(name, "has a wildcard. Write each name in full");
        switch (Uri.CheckHostName(name))
        {
            case UriHostNameType.IPv6: return $"[{name.Trim('[', ']')}]";
            case UriHostNameType.IPv4: return name;
            case UriHostNameType.Dns when IsAsciiOrIdn(name, out var ascii): return ascii;
        }

        var hasPort = name.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(name[(colon + 1)..], out _)
            && Uri.CheckHostName(name[..colon]) != UriHostNameType.Unknown;
        throw Bad(name, hasPort ? "has a port. Write the name alone: any port is allowed" : "is not a host name");
    }

    private static bool IsAsciiOrIdn(string name, out string ascii)
    {
        try
        {
            ascii = new IdnMapping().GetAscii(name);
            return true;
        }
        catch (ArgumentException)
        {
            ascii = "";
            return false;
        }
    }

    private static FormatException Bad(string name, string reason) => new($"{Setting}: '{name}' {reason}.");
}
