using System.Net;

namespace PyConDemo.Postgres.Download;

/// <summary>Sees the library's requests. It says what is downloaded before it begins, reports the progress, ends a
/// download that stands still, and remembers the published checksum. It uses the proxy that the usual environment
/// variables name (HTTPS_PROXY, ALL_PROXY, NO_PROXY, …).</summary>
internal sealed class DownloadObserver(Action<string>? onProgress, string folder)
    : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout })
{
    // Without a network, the start of the program ends after this time.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The SHA-256 that the server publishes, in hexadecimal digits. Null if it was not answered.</summary>
    public string? PublishedSha256 { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(request.RequestUri!.AbsolutePath);
        var response = await AnswerAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return response;
        if (name.EndsWith(".sha256", StringComparison.Ordinal))
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            PublishedSha256 = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        }
        else if (name.EndsWith(".jar", StringComparison.Ordinal))
        {
            var size = response.Content.Headers.ContentLength;
            onProgress?.Invoke(
                $"Downloading PostgreSQL's server ({Megabytes(size)}) to {folder}: {request.RequestUri}");
            response.Content = new StreamContent(
                new WatchedStream(await response.Content.ReadAsStreamAsync(cancellationToken), size, onProgress));
        }

        return response;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.IsFile) return FromFolder(request.RequestUri.LocalPath);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            return await base.SendAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer from {request.RequestUri!.Authority}");
        }
    }

    /// <summary>A mirror can be a folder, such as one on a memory stick. .NET's HTTP client reads no files.</summary>
    private static HttpResponseMessage FromFolder(string path) => File.Exists(path)
        ? new(HttpStatusCode.OK) { Content = new StreamContent(File.OpenRead(path)) }
        : new(HttpStatusCode.NotFound);

    private static string Megabytes(long? bytes) => bytes is null ? "of unknown size" : $"{bytes / 1e6:0} MB";
}
