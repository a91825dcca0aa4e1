using System.Net.Sockets;
using System.Text;

namespace PyConDemo.Postgres.Tests;

/// <summary>
/// A Unix socket that answers HTTP requests as a container engine might. The test decides on the answer to each
/// request; null means that the engine stays silent.
/// </summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, (int Status, string Body)?> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public FakeEngine(string socket, Func<string, (int Status, string Body)?> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_end.Token);
                await using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream);
                var request = await reader.ReadLineAsync(_end.Token) ?? "";
                Requests.Add(request);
                if (_answer(request) is var (status, body))
                {
                    var head = $"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n";
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), _end.Token);
                }
                else
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
        }
        catch (Exception ended)
            when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
        }
    }
}
