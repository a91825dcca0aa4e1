using System.IO.Pipelines;

namespace PyConDemo.Checklist.Http;

/// <summary>A pipe writer that tells of the bytes that pass.</summary>
internal sealed class CountingWriter(PipeWriter sent, CountingBody body) : PipeWriter
{
    private Memory<byte> _given;

    public override void Advance(int bytes)
    {
        body.Count(_given.Span[..bytes]);
        _given = _given[bytes..];
        sent.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _given = sent.GetMemory(sizeHint);
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => sent.FlushAsync(cancellationToken);
    public override void CancelPendingFlush() => sent.CancelPendingFlush();
    public override void Complete(Exception? exception = null) => sent.Complete(exception);
    public override ValueTask CompleteAsync(Exception? exception = null) => sent.CompleteAsync(exception);
    public override bool CanGetUnflushedBytes => sent.CanGetUnflushedBytes;
    public override long UnflushedBytes => sent.UnflushedBytes;

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        body.Count(source.Span);
        return sent.WriteAsync(source, cancellationToken);
    }
}
