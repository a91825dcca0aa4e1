using System.Net.Sockets;

namespace PyConDemo.Workshop.Servers;

/// <summary>A program's way to PostgreSQL. It counts the bytes that the server sends. Thread-safe.</summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private long _received;

    /// <param name="port">The server's port on this machine.</param>
    public PostgresProxy(int port)
    {
        _server = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that the program connects to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that the server has sent to the program so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Runs each time that data has come from the server, before the program gets it. None if null.</summary>
    public Func<Task>? BeforeData { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ForwardAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(Socket program)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        program.NoDelay = true;
        using (program)
        {
            try
            {
                await server.ConnectAsync(_server, _end.Token);
                // When one side closes, the other must notice it, as without a proxy.
                var requests = CopyAsync(program, server, _ => Task.CompletedTask);
                await Task.WhenAny(requests, CopyAsync(server, program, OnDataAsync));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The server is gone, or this proxy ends: then the program loses its connection.
            }
        }

        async Task OnDataAsync(int bytes)
        {
            Interlocked.Add(ref _received, bytes);
            if (BeforeData is { } before) await before();
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<int, Task> onBytes)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is var bytes and > 0)
            {
                await onBytes(bytes);
                for (var rest = buffer.AsMemory(0, bytes); rest.Length > 0;)
                    rest = rest[await to.SendAsync(rest, _end.Token)..];
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }
}
