using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace PyConDemo.Load;

/// <summary>Sends requests over a pool of connections as a browser does, reads each body to its end and discards it.
/// Thread-safe.</summary>
public sealed class RequestSender : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Uri _target;
    private readonly TimeSpan _timeout;
    private readonly HttpMessageInvoker _client;

    /// <param name="timeout">For the whole request, counted from its intended send.</param>
    public RequestSender(Uri target, TimeSpan timeout)
    {
        (_target, _timeout) = (target, timeout);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a 303 is an answer; following it would be a second request
            AutomaticDecompression = DecompressionMethods.None, // counts bytes on the wire and needs no CPU to unpack
            ConnectTimeout = timeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), // a lane keeps them while the other runs
            UseCookies = false,
            UseProxy = false, // a proxy's time would be measured too
        });
    }

    /// <summary>Sends a request that is due now.</summary>
    public ValueTask<RequestResult> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => SendAsync(request, Stopwatch.GetTimestamp(), cancellationToken);

    /// <summary>Sends a request. A failed request does not throw; a cancelled <paramref name="cancellationToken"/>
    /// does.</summary>
    /// <param name="intended">A <see cref="Stopwatch"/> timestamp from which latency and time-out count.</param>
    public async ValueTask<RequestResult> SendAsync(
        HttpRequestMessage request, long intended, CancellationToken cancellationToken)
    {
        using var message = Prepare(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = _timeout - Stopwatch.GetElapsedTime(intended);
        if (left <= TimeSpan.Zero) return End(Outcome.TimedOut, intended);
        limit.CancelAfter(left);
        try
        {
            using var answer = await _client.SendAsync(message, limit.Token);
            var bytes = await DrainAsync(answer.Content, limit.Token);
            var status = (int)answer.StatusCode;
            return End(status < 400 ? Outcome.Answered : Outcome.Refused, intended, status, bytes);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return End(Outcome.TimedOut, intended);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return End(Outcome.Broken, intended);
        }
    }

    private HttpRequestMessage Prepare(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(_target, request.RequestUri!);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        return request;
    }

    /// <summary>Counts the bytes and keeps none: a fat payload must not fill the load generator's memory.</summary>
    private static async ValueTask<long> DrainAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            long bytes = 0;
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read) bytes += read;
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static RequestResult End(Outcome outcome, long intended, int status = 0, long bytes = 0)
    {
        var now = Stopwatch.GetTimestamp();
        var latency = Stopwatch.GetElapsedTime(intended, now);
        return new RequestResult(outcome, latency < TimeSpan.Zero ? TimeSpan.Zero : latency, status, bytes, now);
    }

    public void Dispose() => _client.Dispose();
}
