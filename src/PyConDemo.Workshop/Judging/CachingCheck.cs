using System.Net.Http.Headers;

namespace PyConDemo.Workshop.Judging;

/// <summary>What the answers tell browsers and caches must be true. For one check.</summary>
/// <param name="longest">How long an answer may be kept without asking again.</param>
internal sealed class CachingCheck(TimeSpan longest)
{
    private readonly Dictionary<(string Path, string Tag), string> _bodies = [];
    private readonly Dictionary<(string Path, string Body), string> _tags = [];

    /// <summary>Compares an answer with all earlier ones.</summary>
    public void Add(LaneAnswer answer)
    {
        EnsureShort(answer);
        if (answer.Headers.ETag?.ToString() is not { } tag || answer.Encoding.Length > 0) return;

        var (path, body) = (answer.Path, answer.Text);
        var isOld = _bodies.TryGetValue((path, tag), out var earlier) && earlier != body;
        Refuse.If(isOld, "etag", $"{path} has changed, but its ETag is still {tag}: whoever has the old answer gets a "
            + "304 and keeps it. An ETag must change with the body.");
        var moved = _tags.TryGetValue((path, body), out var other) && other != tag;
        Refuse.If(moved, "etag", $"{path} has not changed, but its ETag went from {other} to {tag}: nobody ever gets a "
            + "304. An ETag must be made of the body.");
        (_bodies[(path, tag)], _tags[(path, body)]) = (body, tag);
    }

    private void EnsureShort(LaneAnswer answer)
    {
        if (answer.Headers.CacheControl is not { NoStore: false, NoCache: false } cache) return;
        var kept = cache.SharedMaxAge > cache.MaxAge ? cache.SharedMaxAge : cache.MaxAge ?? cache.SharedMaxAge;
        var isImmutable = cache.Extensions.Contains(new NameValueHeaderValue("immutable"));
        Refuse.If(kept > longest || isImmutable, "cache-header", $"Cache-Control: {cache} lets clients show this "
            + $"answer for {kept?.TotalSeconds ?? 0:N0} s without asking, but the data can change at any moment.");
    }
}
