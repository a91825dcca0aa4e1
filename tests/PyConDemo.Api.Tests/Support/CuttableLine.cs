using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// A proxy to the database. When a test cuts it, open connections break and new ones are refused. When a test freezes
/// it, connections are accepted, but no byte arrives any more, as with a PostgreSQL that got SIGSTOP.
/// </summary>
public sealed class CuttableLine : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _target;
    private readonly ConcurrentBag<TcpClient> _open = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting;
    private Socket? _reserved;
    private volatile TaskCompletionSource _flowing = Flowing();

    public CuttableLine(string connectionString)
    {
        _target = new(connectionString);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>The connection string through this proxy.</summary>
    public string Over(string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    public void Freeze() => _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flowing.TrySetResult();

    public async Task CutAsync()
    {
        _listener.Stop();
        // Bound but not listening: connections are refused, and no other program gets the port.
        _reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _reserved.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        await _accepting;
        foreach (var client in _open)
        {
            client.Dispose();
        }

        _open.Clear();
    }

    public void Mend()
    {
        _reserved?.Dispose();
        _listener = new(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await CutAsync();
        _reserved?.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient(_target.Host!, _target.Port);
                _open.Add(near);
                _open.Add(far);
                _ = PipeAsync(near, far);
                _ = PipeAsync(far, near);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped, because the line is cut.
        }
    }

    private async Task PipeAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                await _flowing.Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is closed, and the code below closes the other.
        }

        from.Dispose();
        to.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource();
        flowing.SetResult();
        return flowing;
    }
}
