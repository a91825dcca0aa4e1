using System.Diagnostics;

namespace PyConDemo.Postgres.Download;

/// <summary>The bytes of a download. It reports the progress every two seconds, says at its end what comes next,
/// and fails if no byte arrives for 30 s.</summary>
internal sealed class WatchedStream(Stream source, long? size, Action<string>? onProgress) : Stream
{
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private long _received;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SilenceTimeout);
        try
        {
            var count = await source.ReadAsync(buffer, limit.Token);
            _received += count;
            if (count == 0 && buffer.Length > 0) onProgress?.Invoke("Unpacking PostgreSQL's server …");
            else if (_sinceReport.Elapsed > ReportInterval) Report();
            return count;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing arrived for {SilenceTimeout.TotalSeconds:0} s");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void Report()
    {
        _sinceReport.Restart();
        var total = size is { } bytes ? $" of {bytes / 1e6:0.0}" : "";
        onProgress?.Invoke($"Downloading PostgreSQL's server: {_received / 1e6:0.0}{total} MB");
    }
}
