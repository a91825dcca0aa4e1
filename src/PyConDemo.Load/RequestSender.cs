using System.Buffers;
using System.Net;
using System.Text;

namespace PyConDemo.Load;

/// <summary>Sends requests over pooled connections as a browser does, and discards the bodies. Thread-safe.</summary>
public sealed class RequestSender : IDisposable
{
    private readonly Uri _target;
    private readonly string? _authorization;
    private readonly HttpMessageInvoker _client;

    /// <param name="target">A user name and a password in it are sent as HTTP Basic authentication.</param>
    public RequestSender(Uri target, TimeSpan timeout)
    {
        (_target, Timeout) = (target, timeout);
        if (target.UserInfo is { Length: > 0 } userInfo)
        {
            var userAndPassword = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userInfo));
            _authorization = $"Basic {Convert.ToBase64String(userAndPassword)}";
        }

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

    /// <summary>The limit for a whole request, counted from its intended send.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Sends a request that is due now.</summary>
    public ValueTask<RequestResult> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => SendAsync(request, Stopwatch.GetTimestamp(), cancellationToken);

    /// <summary>Sends a request. Only a cancelled <paramref name="cancellationToken"/> throws.</summary>
    /// <param name="intended">A <see cref="Stopwatch"/> timestamp from which latency and time-out count.</param>
    internal async ValueTask<RequestResult> SendAsync(
        HttpRequestMessage request, long intended, CancellationToken cancellationToken)
    {
        using var message = request;
        message.RequestUri = new Uri(_target, message.RequestUri!);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        if (_authorization is not null) message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = Timeout - Stopwatch.GetElapsedTime(intended);
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

    /// <summary>Counts the bytes and keeps none: a fat payload must not fill the load generator's memory.</summary>
    private static async ValueTask<long> DrainAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
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
        return new(outcome, Stopwatch.GetElapsedTime(intended, now), status, bytes, now);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>One finished request.</summary>
/// <param name="Latency">From the send (open loop: the intended one) to the last byte or the failure.</param>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Bytes">The size of the body on the wire.</param>
/// <param name="At">When it ended, as a <see cref="TimeProvider"/> timestamp of the system's clock.</param>
public readonly record struct RequestResult(Outcome Outcome, TimeSpan Latency, int Status, long Bytes, long At)
{
    public bool Failed => Outcome != Outcome.Answered;
}

/// <summary>How a request ended. Everything except <see cref="Answered"/> is a failure and is counted.</summary>
public enum Outcome
{
    /// <summary>A status below 400 and the whole body.</summary>
    Answered,

    /// <summary>A status of 400 or more.</summary>
    Refused,

    /// <summary>No whole answer within the time-out, counted from the intended send.</summary>
    TimedOut,

    /// <summary>The connection failed.</summary>
    Broken,

    /// <summary>The request was due but never sent, because too many others already waited.</summary>
    Unsent,
}
