using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PyConDemo.Benchmarks;

/// <summary>
/// A keep-alive connection that sends the same request again and again. Bare sockets, because HttpClient takes more CPU than the
/// routes under test, on the same cores. One request at a time; not thread-safe.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private byte[] _buffer = new byte[64 * 1024]; // most answers whole

    private HttpConnection(byte[] request) => _request = request;

    public static async Task<HttpConnection> OpenAsync(Uri server, BenchmarkCase route)
    {
        var length = route.Method == "POST" ? "Content-Length: 0\r\n" : "";
        var connection = new HttpConnection(Encoding.ASCII.GetBytes(
            $"{route.Method} {route.Path} HTTP/1.1\r\nHost: {server.Authority}\r\n{length}\r\n"));
        await connection._socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return connection;
    }

    /// <summary>Sends the request and reads the answer to its end.</summary>
    /// <returns>Head and body as they came.</returns>
    /// <exception cref="InvalidOperationException">The answer is not a 2xx.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(CancellationToken cancellationToken)
    {
        await _socket.SendAsync(_request, cancellationToken);
        var filled = 0;
        do
        {
            if (filled == _buffer.Length) Array.Resize(ref _buffer, 2 * filled);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0) throw new InvalidOperationException("The server closed the connection.");
            filled += read;
        }
        while (!IsWhole(_buffer.AsSpan(0, filled)));

        return _buffer[9] == (byte)'2' // "HTTP/1.1 2…"
            ? _buffer.AsMemory(0, filled)
            : throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, filled));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;

        // Without a length it is chunked: the only answer on its way, so the last chunk is the last that came.
        var length = answer[..head].IndexOf("Content-Length: "u8);
        return length < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : answer.Length - head - 4 >= LeadingNumber(answer[(length + "Content-Length: ".Length)..]);
    }

    private static int LeadingNumber(ReadOnlySpan<byte> text)
        => Utf8Parser.TryParse(text, out int number, out _) ? number : throw new InvalidOperationException("Content-Length is no number.");

    public void Dispose() => _socket.Dispose();
}
