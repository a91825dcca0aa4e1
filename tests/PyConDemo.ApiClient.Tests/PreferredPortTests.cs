using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PyConDemo.ApiClient.Tests;

/// <summary>A started API gets the usual port if no other program has it.</summary>
public class PreferredPortTests
{
    private readonly List<int> _asked = [];
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_port_is_used()
    {
        SkipWithoutShell();
        var port = FreePort();
        await using var api = await ApiProcess.StartAsync(Listening, port, null, Cancel);
        Assert.Equal([port], _asked);
        Assert.Equal(port, api.Address.Port);
    }

    [Fact]
    public async Task Another_one_is_used_if_it_is_taken()
    {
        SkipWithoutShell();
        using var other = Listener(0);
        await using var api = await ApiProcess.StartAsync(Listening, PortOf(other), null, Cancel);
        Assert.Equal([ApiProcess.AnyPort], _asked);
    }

    /// <summary>Another program may take it after the look and before the API listens.</summary>
    [Fact]
    public async Task Another_one_is_used_if_it_is_taken_at_the_last_moment()
    {
        SkipWithoutShell();
        TcpListener? other = null;
        var port = FreePort();
        await using var api = await ApiProcess.StartAsync(TakenAsItStarts, port, null, Cancel);
        Assert.Equal([port, ApiProcess.AnyPort], _asked);
        other!.Dispose();

        ProcessStartInfo TakenAsItStarts(int asked)
        {
            if (asked == 0) return Listening(asked);
            other = Listener(asked);
            _asked.Add(asked);
            return Shell("echo address already in use; exit 1");
        }
    }

    [Fact]
    public async Task A_start_that_fails_for_another_reason_is_not_repeated()
    {
        SkipWithoutShell();
        var e = await Assert.ThrowsAsync<ApiStartException>(
            () => ApiProcess.StartAsync(Failing, FreePort(), null, Cancel));
        Assert.Contains("no PostgreSQL", e.Message, StringComparison.Ordinal);
        Assert.Single(_asked);

        ProcessStartInfo Failing(int port)
        {
            _asked.Add(port);
            return Shell("echo no PostgreSQL; exit 1");
        }
    }

    [Fact]
    public void The_command_has_the_port()
        => Assert.Contains("http://127.0.0.1:5123", ApiProcess.Command("Api.dll", null, port: 5123).ArgumentList);

    private ProcessStartInfo Listening(int port)
    {
        _asked.Add(port);
        return Shell($"echo 'Now listening on: http://127.0.0.1:{(port == 0 ? 4711 : port)}'; cat > /dev/null");
    }

    private static int FreePort()
    {
        using var listener = Listener(0);
        return PortOf(listener);
    }

    private static TcpListener Listener(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static ProcessStartInfo Shell(string script) => new("/bin/sh", ["-c", script]);

    private static void SkipWithoutShell() => Assert.SkipUnless(File.Exists("/bin/sh"), "needs /bin/sh");
}
