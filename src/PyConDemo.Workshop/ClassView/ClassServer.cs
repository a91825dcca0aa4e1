using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PyConDemo.WebServer;

namespace PyConDemo.Workshop.ClassView;

/// <summary>Receives the reports of a room's attendees. It listens on all networks of this machine, so it runs only
/// when a host asks for it. It takes nothing but reports, and gives nothing back.</summary>
internal sealed class ClassServer : IAsyncDisposable
{
    public const int DefaultPort = 5190;

    private const int MaxReportBytes = 4_096, MaxConnections = 1_000;

    private readonly WebApplication _app;

    private ClassServer(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    /// <summary>The addresses at which attendees may reach this machine.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(address => $"http://{address.Address}:{Port}").Distinct(),
    ];

    /// <param name="port">0 for any free port.</param>
    /// <param name="allowedHosts">Further names of this machine. The server answers to its addresses anyway.</param>
    /// <exception cref="InvalidInputException">There is no such port, another program listens on it, or this user may
    /// not.</exception>
    public static async Task<ClassServer> StartAsync(
        Roster roster, int port, IReadOnlyList<string> allowedHosts, CancellationToken cancellationToken)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new InvalidInputException($"--port: {port} is not from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}.");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(port);
            kestrel.Limits.MaxRequestBodySize = MaxReportBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        });
        builder.Services.AddSecurityHeaders(_ => SecurityHeaders.NoPage);
        builder.Services.AddProblemResponses();
        var app = builder.Build();
        app.UseProblemResponses();
        app.UseSecurityHeaders();
        app.UseForeignSiteFilter(allowedHosts);
        app.MapPut("/attendees/{id:guid}", (Guid id, AttendeeReport report) => Set(roster, id, report));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new InvalidInputException(e.InnerException is AddressInUseException
                ? $"Another program listens on port {port}. Choose another one: --port."
                : $"Port {port} can't be used: {e.Message} Choose another one: --port.");
        }

        return new(app, new Uri(app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)).Port);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Set(Roster roster, Guid id, AttendeeReport report)
    {
        if (!report.IsValid) return TypedResults.Problem("This is no report of a workshop.", statusCode: 400);
        return roster.Set($"{id}", report) ? TypedResults.NoContent()
            : TypedResults.Problem($"The class has {Roster.MaxAttendees} attendees already.", statusCode: 503);
    }
}
