using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>The body on its way out, counted. Sits directly above the server, below compression.</summary>
internal sealed class CountingBody : IHttpResponseBodyFeature, IDisposable
{
    private readonly IHttpResponseBodyFeature _sent;
    private readonly RequestExam _exam;
    private readonly BodySample _sample = new();
    private CountingWriter? _writer;
    private CountingStream? _stream;

    /// <param name="sent">The server's own body.</param>
    /// <param name="exam">Told once, before the first byte.</param>
    public CountingBody(IHttpResponseBodyFeature sent, RequestExam exam) => (_sent, _exam) = (sent, exam);

    /// <summary>The server's own body.</summary>
    public IHttpResponseBodyFeature Sent => _sent;

    public long Bytes { get; private set; }

    /// <summary>The timestamp of the first byte; null until then.</summary>
    public long? FirstByte { get; private set; }

    /// <summary>The first bytes; files that the server sends by itself are not among them.</summary>
    public ReadOnlyMemory<byte> Beginning => _sample.Bytes;

    public Stream Stream => _stream ??= new(_sent.Stream, this);
    public PipeWriter Writer => _writer ??= new(_sent.Writer, this);
    public Task StartAsync(CancellationToken cancellationToken = default) => _sent.StartAsync(cancellationToken);
    public Task CompleteAsync() => _sent.CompleteAsync();
    public void DisableBuffering() => _sent.DisableBuffering();
    public void Dispose() => _sample.Dispose();

    public async Task Flush(CancellationToken cancellationToken)
    {
        if (_writer is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 }) await _writer.FlushAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        FirstByte ??= _exam.FirstByte();
        await _sent.SendFileAsync(path, offset, count, cancellationToken);
        Bytes += count ?? new FileInfo(path).Length - offset;
    }

    /// <summary>Body bytes are about to leave. Called in their order.</summary>
    public void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        FirstByte ??= _exam.FirstByte();
        Bytes += bytes.Length;
        _sample.Add(bytes);
    }
}
