using System.Net.Sockets;
using System.Text;

namespace PyConDemo.Postgres.Tests;

/// <summary>A Unix socket that answers HTTP as a container engine might: one scripted body per path, or silence.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, (int Status, string Body)?> answer;
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;

    public FakeEngine(string socket, Func<string, (int Status, string Body)?> answer)
    {
        this.answer = answer;
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        serving = ServeAsync();
    }

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await serving;
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptAsync(end.Token);
                await using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream);
                var request = await reader.ReadLineAsync(end.Token) ?? "";
                Requests.Add(request);
                if (answer(request) is not var (status, body))
                    await Task.Delay(Timeout.Infinite, end.Token);
                else
                    await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"), end.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
        }
    }
}
