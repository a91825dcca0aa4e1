using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet.Handler.Abstractions;

namespace PyConDemo.Postgres.Containers;

/// <summary>What this program adds to a client of an engine: TLS, the API version that the engine's answers tell, and
/// the address on which it publishes ports. The library lets an authentication provider wrap its HTTP handler.
/// </summary>
/// <param name="publishOnLoopback">True adds 127.0.0.1 to every port that a new container publishes. Testcontainers
/// publishes on all addresses, and its builder can't change that for the reaper's container.</param>
internal sealed class EngineConnection(EngineAddress address, bool publishOnLoopback) : IAuthProvider
{
    /// <summary>The API version that the newest answer's header told; null if it told none.</summary>
    public Version? ApiVersion { get; private set; }

    // Sockets and pipes have no TLS. The Docker client ignores a context's TLS files there, too.
    public bool TlsEnabled => address is { Tls: not null, Uri.Scheme: not ("unix" or "npipe") };

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler)
        => new Handler(this, TlsEnabled ? address.Tls!.Credentials().ConfigureHandler(handler) : handler);

    private bool IsChanged(HttpRequestMessage request) => publishOnLoopback
        && request.RequestUri!.AbsolutePath.EndsWith("/containers/create", StringComparison.Ordinal);

    private static async Task<HttpContent> OnLoopbackAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var container = JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken))!;
        var ports = container["HostConfig"]?["PortBindings"]?.AsObject() ?? [];
        foreach (var binding in ports.SelectMany(port => port.Value!.AsArray()))
            binding!["HostIp"] = "127.0.0.1";
        return new StringContent(container.ToJsonString(), Encoding.UTF8, "application/json");
    }

    private sealed class Handler(EngineConnection connection, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (connection.IsChanged(request))
                request.Content = await OnLoopbackAsync(request.Content!, cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            connection.ApiVersion = response.Headers.TryGetValues("Api-Version", out var values)
                && Version.TryParse(values.First(), out var version) ? version : null;
            return response;
        }
    }
}
