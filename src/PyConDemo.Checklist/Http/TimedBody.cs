namespace PyConDemo.Checklist.Http;

/// <summary>A request's body. It measures how long the program waits for the client's bytes.</summary>
/// <param name="messages">Counts the body's messages if it is gRPC; else null.</param>
internal sealed class TimedBody(Stream inner, TimeMeter times, GrpcMessages? messages) : Stream
{
    public override bool CanRead => inner.CanRead;
    public override bool CanSeek => inner.CanSeek;
    public override bool CanWrite => false;
    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        using var waiting = new TimedWait.Running(times, TimeUse.Body);
        var read = inner.Read(buffer);
        messages?.Add(buffer[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = times.WaitAsync(TimeUse.Body, inner.ReadAsync(buffer, cancellationToken));
        return messages is null ? reading : CountAsync(reading, buffer);
    }

    // The base class would read synchronously, which servers refuse.
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count), callback, state);

    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
    public override void Flush() => inner.Flush();
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask<int> CountAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        var read = await reading;
        messages!.Add(buffer.Span[..read]);
        return read;
    }
}
