using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace PyConDemo.Load;

/// <summary>Sends requests as a browser's connection pool would, reads the whole body and throws it away. Thread-safe.</summary>
public sealed class RequestSender : IDisposable
{
    private readonly Uri _target;
    private readonly TimeSpan _timeout;
    private readonly HttpMessageInvoker _client;

    /// <param name="timeout">For the whole request, counted from its intended send.</param>
    public RequestSender(Uri target, TimeSpan timeout)
    {
        (_target, _timeout) = (target, timeout);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,                 // a 303 is an answer; following it would be a second request
            AutomaticDecompression = DecompressionMethods.None, // bytes as they came over the wire, and no CPU for unpacking
            ConnectTimeout = timeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), // a lane keeps its connections while the other lane runs
            UseCookies = false,
            UseProxy = false,                          // a proxy would be measured along
        });
    }

    /// <summary>The same, for a request that is due now.</summary>
    public ValueTask<RequestResult> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => SendAsync(request, Stopwatch.GetTimestamp(), cancellationToken);

    /// <summary>Never throws for a failed request; a cancelled <paramref name="cancellationToken"/> throws.</summary>
    /// <param name="intended">A <see cref="Stopwatch"/> timestamp from which latency and time-out count.</param>
    public async ValueTask<RequestResult> SendAsync(HttpRequestMessage request, long intended, CancellationToken cancellationToken)
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

    private static async ValueTask<long> DrainAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var counter = new CountingStream();
        await content.CopyToAsync(counter, cancellationToken);
        return counter.Length;
    }

    private static RequestResult End(Outcome outcome, long intended, int status = 0, long bytes = 0)
    {
        var now = Stopwatch.GetTimestamp();
        var latency = Stopwatch.GetElapsedTime(intended, now);
        return new RequestResult(outcome, latency < TimeSpan.Zero ? TimeSpan.Zero : latency, status, bytes, now);
    }

    public void Dispose() => _client.Dispose();
}
