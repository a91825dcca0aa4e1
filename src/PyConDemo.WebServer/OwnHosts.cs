using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.WebServer;

/// <summary>The names under which a server answers. A browser sends the name that its page asked for, so another name
/// belongs to a page that has pointed its own name at this machine (DNS rebinding). Thread-safe.</summary>
public sealed class OwnHosts
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];
    private readonly HashSet<string> _public;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly ICollection<string> _boundAddresses;
    private readonly (string? Name, string? Domain) _codespace;

    /// <param name="configuration">Has the configured addresses, and the variables of a GitHub Codespace.</param>
    /// <param name="boundAddresses">Read at each use, because the server fills it while it starts.</param>
    /// <param name="allowed">The names of <see cref="AllowedHosts"/>.</param>
    public OwnHosts(
        IConfiguration configuration, ICollection<string> boundAddresses, IReadOnlyList<string> allowed)
    {
        _public = new(allowed, StringComparer.OrdinalIgnoreCase);
        _names = new HashSet<string>(
            [.. LoopbackNames, .. ConfiguredHosts(configuration), .. allowed], StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _boundAddresses = boundAddresses;
        _codespace = (configuration["CODESPACE_NAME"], configuration["GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN"]);
    }

    public static OwnHosts Of(WebApplication app, IReadOnlyList<string> allowed)
        => new(app.Configuration, BoundAddresses(app), allowed);

    /// <summary>The addresses on which the server listens, such as <c>http://[::]:5080</c>. It is empty before the
    /// server starts, and it stays empty for a server without sockets.</summary>
    public static ICollection<string> BoundAddresses(WebApplication app)
        => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    /// <summary>True if the request's Host header is one of the server's own names, with any port. The usual names
    /// cost no allocation, because the API's lanes are measured.</summary>
    public bool Contains(HttpContext context)
    {
        var host = NameOf(context.Request.Headers.Host.ToString()); // HttpRequest.Host would decode it
        return _names.Contains(host) || IsOwnAddress(host, context.Connection) || IsCodespace(host);
    }

    /// <summary>True if the host is a name under which a browser reaches the server through a proxy. The proxy may
    /// have another scheme and port than the server.</summary>
    public bool IsPublic(string host) => _public.Contains(host) || IsCodespace(host);

    // A page can't choose the address that it is connected to, so an address is safe where a name is not.
    private static bool IsOwnAddress(ReadOnlySpan<char> host, ConnectionInfo connection)
        => IPAddress.TryParse(host, out var address)
            && (IPAddress.IsLoopback(address)
                || address.MapToIPv6().Equals(connection.LocalIpAddress?.MapToIPv6()));

    // GitHub serves each port of a codespace at <name>-<port>.<domain>.
    private bool IsCodespace(ReadOnlySpan<char> host)
    {
        if (_codespace is not ({ Length: > 0 } name, { Length: > 0 } domain)) return false;
        foreach (var address in _boundAddresses)
        {
            var port = BindingAddress.Parse(address).Port;
            if (host.Equals($"{name}-{port}.{domain}", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static IEnumerable<string> ConfiguredHosts(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(one => one["Url"]);
        return urls.Concat(endpoints)
            // A wildcard such as http://*:5080 is no valid URI. A bad address stops the server by itself.
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.IdnHost : "")
            .Where(host => Uri.CheckHostName(host) == UriHostNameType.Dns);
    }

    /// <summary>The Host header without its port.</summary>
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var end = host.StartsWith("[") ? host.IndexOf(']') + 1 : host.IndexOf(':');
        return end < 0 ? host : host[..end];
    }
}
