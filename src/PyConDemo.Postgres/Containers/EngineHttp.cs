using System.IO.Pipes;
using System.Net.Sockets;

namespace PyConDemo.Postgres.Containers;

/// <summary>HTTP over whatever an engine listens on: a Unix socket, a Windows pipe, or TCP without TLS.</summary>
internal static class EngineHttp
{
    public static HttpClient Client(Uri engine)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        switch (engine.Scheme)
        {
            case "unix":
                handler.ConnectCallback = (_, cancellationToken) => SocketAsync(engine.AbsolutePath, cancellationToken);
                break;
            case "npipe":
                handler.ConnectCallback = (_, cancellationToken) => PipeAsync(engine, cancellationToken);
                break;
            case "tcp" or "http":
                return new(handler) { BaseAddress = new UriBuilder(engine) { Scheme = "http" }.Uri, Timeout = Timeout.InfiniteTimeSpan };
            default:
                handler.Dispose();
                throw new NotSupportedException($"{engine.Scheme}:// isn't supported here");
        }

        return new(handler) { BaseAddress = new("http://engine/"), Timeout = Timeout.InfiniteTimeSpan }; // each call has its own limit
    }

    private static async ValueTask<Stream> SocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> PipeAsync(Uri engine, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(engine.Host is "" or "." ? "." : engine.Host, engine.Segments[^1], PipeDirection.InOut, PipeOptions.Asynchronous);
        await pipe.ConnectAsync(cancellationToken);
        return pipe;
    }
}
