using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PyConDemo.Postgres.Tests;

/// <summary>
/// A socket that answers HTTP requests as a container engine might. The test decides on the answer to each request;
/// null means that the engine stays silent.
/// </summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    public const string ApiVersion = "1.44";

    private readonly Socket _listener;
    private readonly Func<string, (int Status, string Body)?> _answer;
    private readonly string? _apiVersion;
    private readonly X509Certificate2? _certificate;
    private readonly TimeSpan _delay;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <summary>Listens on a Unix socket.</summary>
    /// <param name="apiVersion">The API version in the header of each answer; null for no such header.</param>
    /// <param name="delay">How long each answer takes.</param>
    public FakeEngine(
        string socket, Func<string, (int Status, string Body)?> answer, string? apiVersion = ApiVersion,
        TimeSpan delay = default)
        : this(new UnixDomainSocketEndPoint(socket), answer, apiVersion, null)
        => _delay = delay;

    /// <summary>Listens on a Unix socket, and answers every request with 200.</summary>
    public FakeEngine(string socket) : this(socket, _ => (200, "OK"))
    {
    }

    /// <summary>Listens on TCP, at 127.0.0.1 and a free port, with TLS.</summary>
    public FakeEngine(X509Certificate2 certificate)
        : this(new IPEndPoint(IPAddress.Loopback, 0), _ => (200, "OK"), ApiVersion, certificate)
    {
    }

    private FakeEngine(
        EndPoint address, Func<string, (int Status, string Body)?> answer, string? apiVersion,
        X509Certificate2? certificate)
    {
        (_answer, _apiVersion, _certificate) = (answer, apiVersion, certificate);
        _listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(address);
        _listener.Listen();
        _serving = ServeAsync();
    }

    /// <summary>The first line of each request, and its body.</summary>
    public List<string> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptAsync(_end.Token);
                await using var stream = await StreamAsync(client);
                await AnswerAsync(stream);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException
                or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The client left, or doesn't trust the certificate. The next one may.
            }
        }
    }

    private async Task<Stream> StreamAsync(Socket client)
    {
        var plain = new NetworkStream(client, ownsSocket: true);
        if (_certificate is null) return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new() { ServerCertificate = _certificate }, _end.Token);
        return secure;
    }

    private async Task AnswerAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var request = await reader.ReadLineAsync(_end.Token) ?? "";
        var length = 0;
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
            if (header.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) length = int.Parse(header[16..]);
        var content = new char[length];
        if (length > 0) await reader.ReadBlockAsync(content, _end.Token); // it would wait for more otherwise
        Requests.Add($"{request}\n{new string(content)}");
        var answer = _answer(request);
        await Task.Delay(answer is null ? Timeout.InfiniteTimeSpan : _delay, _end.Token);
        var (status, body) = answer!.Value;
        var version = _apiVersion is null ? "" : $"Api-Version: {_apiVersion}\r\n";
        var head = $"HTTP/1.1 {status} X\r\n{version}Connection: close\r\nContent-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), _end.Token);
    }
}
