using System.Net;
using PyConDemo.Checklist.Settings;
using PyConDemo.WebServer;

namespace PyConDemo.Api.Hosting;

/// <summary>Decides who may use the routes that show or change the program's insides: callers on this machine, callers
/// in the trusted network, and callers with the key. Thread-safe.</summary>
/// <param name="boundAddresses">The addresses on which the server listens. They are read at each use, because the
/// server adds them while it starts.</param>
public sealed class LocalCallers(DemoSettings settings, ICollection<string> boundAddresses)
{
    // Parts of the names in which proxies say whom they speak for, such as X-Forwarded-For and CF-Connecting-IP.
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded", "X-Original-", "Via", "Real-IP", "Client-IP", "ClientIP", "Connecting-IP",
    ];

    private readonly IPNetwork? _trusted
        = IPNetwork.TryParse(settings.TrustedNetwork, out var network) ? network : null;

    /// <summary>True if the setting Demo__Key names no key.</summary>
    public bool HasRandomKey { get; } = string.IsNullOrEmpty(settings.Key);

    public AccessKey Key { get; } = settings.Key is { Length: > 0 } key ? new(key) : AccessKey.NewRandom();

    /// <summary>True if other machines can connect. Then a connection from loopback may come from a proxy.</summary>
    public bool IsExposed => boundAddresses.Any(address => !IsLoopback(address));

    /// <summary>True if callers may use <see cref="Key"/>. Nobody knows the random key of an API that no other machine
    /// can reach.</summary>
    public bool HasKey => !HasRandomKey || IsExposed;

    public bool Accepts(HttpRequest request)
        => (IsNear(request.HttpContext.Connection.RemoteIpAddress) && !IsForwarded(request.Headers))
            || (HasKey && Key.IsIn(request));

    private bool IsNear(IPAddress? caller)
    {
        if (caller is { IsIPv4MappedToIPv6: true }) caller = caller.MapToIPv4();

        return caller is not null
            && ((IPAddress.IsLoopback(caller) && !IsExposed) || _trusted?.Contains(caller) == true);
    }

    // Through a proxy, every caller would look local. ASP.NET Core renames the proxy's headers to X-Original-… where
    // ASPNETCORE_FORWARDEDHEADERS_ENABLED tells it to believe them.
    private static bool IsForwarded(IHeaderDictionary headers)
        => headers.Keys.Any(name => ProxyHeaders.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));

    // A Unix socket and a wildcard such as http://*:5080 count as reachable from elsewhere.
    private static bool IsLoopback(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;
}

/// <summary>Protects all paths of the demo's own routes, Hangfire's page and the checklist with one rule.</summary>
public static class LocalCallersOnly
{
    /// <summary>Answers other callers with 401 if they could send a key, and with 403 if there is no key.</summary>
    public static void UseLocalCallersOnly(this WebApplication app)
    {
        var callers = new LocalCallers(
            app.Services.GetRequiredService<DemoSettings>(), OwnHosts.BoundAddresses(app));
        var checklist = app.Services.GetRequiredService<IOptions<ServerHealthChecklistOptions>>().Value.Path;
        PathString[] guarded = ["/demo", "/hangfire", checklist];

        app.Use((context, next) => !IsGuarded(context.Request.Path, guarded) || callers.Accepts(context.Request)
            ? next(context)
            : RefuseAsync(context, callers.HasKey));
        app.Lifetime.ApplicationStarted.Register(() => PrintRandomKey(callers, guarded));
    }

    // Leading slashes don't matter here, so that no later component can read a path in another way.
    private static bool IsGuarded(PathString path, PathString[] guarded)
    {
        if (path.Value is ['/', '/', ..] slashes) path = "/" + slashes.TrimStart('/');
        foreach (var prefix in guarded) // Any() would allocate for every request of a measured lane
            if (path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static Task RefuseAsync(HttpContext context, bool hasKey)
    {
        if (hasKey) context.Response.Headers.WWWAuthenticate = "Basic realm=\"PyConDemo\", charset=\"UTF-8\"";
        var (status, detail) = hasKey
            ? (StatusCodes.Status401Unauthorized, "This route needs the key as a password: curl -u :KEY. The key is "
                + "the setting Demo__Key. Without that setting, the program printed a key when it started.")
            : (StatusCodes.Status403Forbidden, "This route is for callers on this machine only. The setting "
                + "Demo__TrustedNetwork adds a network, and Demo__Key lets in every caller with that key.");
        return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    private static void PrintRandomKey(LocalCallers callers, PathString[] guarded)
    {
        if (!callers.IsExposed || !callers.HasRandomKey) return;
        // Whether other machines can really connect, only the network knows.
        Console.WriteLine($"Callers on other machines need this key for {string.Join(", ", guarded)}: "
            + $"curl -u :{callers.Key.Value} http://<host>:<port>/demo/patterns");
    }
}
