using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>The body on its way out, counted. Sits directly above the server, below compression.</summary>
internal sealed class CountingBody : IHttpResponseBodyFeature, IDisposable
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly RequestMeasurement _measurement;
    private readonly BodySample _sample = new();
    private CountingWriter? _writer;
    private CountingStream? _stream;

    /// <param name="sent">The server's own body.</param>
    /// <param name="measurement">Told once, before the first byte.</param>
    public CountingBody(IHttpResponseBodyFeature sent, RequestMeasurement measurement) => (_inner, _measurement) = (sent, measurement);

    /// <summary>The server's own body.</summary>
    public IHttpResponseBodyFeature Inner => _inner;

    public long Bytes { get; private set; }

    /// <summary>The timestamp of the first byte; null until then.</summary>
    public long? FirstByte { get; private set; }

    /// <summary>The first bytes; files that the server sends by itself are not among them.</summary>
    public ReadOnlyMemory<byte> Start => _sample.Bytes;

    public Stream Stream => _stream ??= new(_inner.Stream, this);
    public PipeWriter Writer => _writer ??= new(_inner.Writer, this);
    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);
    public Task CompleteAsync() => _inner.CompleteAsync();
    public void DisableBuffering() => _inner.DisableBuffering();
    public void Dispose() => _sample.Dispose();

    public async Task Flush(CancellationToken cancellationToken)
    {
        if (_writer is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 }) await _writer.FlushAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        FirstByte ??= _measurement.OnFirstByte();
        await _inner.SendFileAsync(path, offset, count, cancellationToken);
        Bytes += count ?? new FileInfo(path).Length - offset;
    }

    /// <summary>Body bytes are about to leave. Called in their order.</summary>
    public void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        FirstByte ??= _measurement.OnFirstByte();
        Bytes += bytes.Length;
        _sample.Add(bytes);
    }
}
