using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>The body on its way out, counted. Sits directly above the server, below compression.</summary>
internal sealed class CountingBody : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _sent;
    private readonly Func<TimeSpan> _elapsed;

    public CountingBody(IHttpResponseBodyFeature sent, Func<TimeSpan> elapsed)
    {
        (_sent, _elapsed) = (sent, elapsed);
        Writer = new CountingWriter(sent.Writer, Count);
        Stream = new CountingStream(sent.Stream, Count);
    }

    public long Bytes { get; private set; }

    /// <summary>When the first byte was written; null until then.</summary>
    public TimeSpan? FirstByte { get; private set; }

    public Stream Stream { get; }
    public PipeWriter Writer { get; }
    public Task StartAsync(CancellationToken cancellationToken = default) => _sent.StartAsync(cancellationToken);
    public Task CompleteAsync() => _sent.CompleteAsync();
    public void DisableBuffering() => _sent.DisableBuffering();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        Seen();
        await _sent.SendFileAsync(path, offset, count, cancellationToken);
        Bytes += count ?? new FileInfo(path).Length - offset;
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Seen();
        Bytes += bytes.Length;
    }

    private void Seen() => FirstByte ??= _elapsed();
}
