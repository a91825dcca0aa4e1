using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>Counts the bytes of a response body. It wraps the server's body, so it counts after compression.</summary>
internal sealed class CountingBody(IHttpResponseBodyFeature inner, RequestMeasurement measurement)
    : IHttpResponseBodyFeature, IDisposable
{
    private readonly BodySample _sample = new();
    private CountingWriter? _writer;
    private CountingStream? _stream;
    private bool? _keepsBytes;

    public IHttpResponseBodyFeature Inner => inner;
    public long Bytes { get; private set; }

    /// <summary>The body's first bytes, if their content type is one that the rules look at.</summary>
    public ReadOnlyMemory<byte> ReadStart() => _sample.Read();

    public Stream Stream => _stream ??= new(inner.Stream, this);
    public PipeWriter Writer => _writer ??= new(inner.Writer, this);

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        measurement.RaiseIfUnhealthy();
        return inner.StartAsync(cancellationToken);
    }

    public Task CompleteAsync()
    {
        measurement.RaiseIfUnhealthy();
        measurement.EndAnswer();
        return inner.CompleteAsync();
    }

    public void DisableBuffering() => inner.DisableBuffering();
    public void Dispose() => _sample.Dispose();

    /// <summary>True if a handler left bytes in the pipe.</summary>
    public bool HasBytesInPipe
        => FailSafe.Get(_writer, static writer => writer is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 });

    public async Task FlushAsync() => await Writer.FlushAsync();

    // The server would not tell how many bytes it sent, and the file can grow or be deleted meanwhile. Kestrel sends
    // files in the same way.
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => SendAsync(new ValueTask(SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken)))
            .AsTask();

    /// <summary>These body bytes are about to be sent. Called in their order.</summary>
    public void Count(ReadOnlySpan<byte> bytes)
    {
        measurement.RaiseIfUnhealthy();
        if (bytes.IsEmpty) return;
        if (Bytes == 0) measurement.OnFirstByte();
        Bytes += bytes.Length;
        if (KeepsBytes()) _sample.Add(bytes);
        measurement.Grpc?.Answer.Add(bytes);
    }

    private void RaiseIfUnhealthy() => measurement.RaiseIfUnhealthy();

    private bool KeepsBytes() => _keepsBytes ??= BodyReader.NeedsBytes(measurement.Context.Response.Headers);

    private TimeMeter Times => measurement.Recorder.Times;

    private ValueTask SendAsync(ValueTask sending) => Times.WaitAsync(TimeUse.Sending, sending);

    private ValueTask<FlushResult> SendAsync(ValueTask<FlushResult> sending)
        => Times.WaitAsync(TimeUse.Sending, sending);

    private sealed class CountingWriter(PipeWriter inner, CountingBody body) : PipeWriter
    {
        private Memory<byte> _lent;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;
        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            body.Count(_lent.Span[..bytes]);
            _lent = _lent[bytes..];
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            body.RaiseIfUnhealthy(); // before the server's buffer has a part of the answer
            return _lent = inner.GetMemory(sizeHint);
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override ValueTask<FlushResult> WriteAsync(
            ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            body.Count(source.Span);
            return body.SendAsync(inner.WriteAsync(source, cancellationToken));
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            body.RaiseIfUnhealthy();
            return body.SendAsync(inner.FlushAsync(cancellationToken));
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();
        public override void Complete(Exception? exception = null) => inner.Complete(exception);
        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }

    private sealed class CountingStream(Stream inner, CountingBody body) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            body.Count(buffer);
            using var sending = new TimedWait.Running(body.Times, TimeUse.Sending);
            inner.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            body.Count(buffer.Span);
            return body.SendAsync(inner.WriteAsync(buffer, cancellationToken));
        }

        // The base class would write synchronously, which servers refuse.
        public override IAsyncResult BeginWrite(
            byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
            => TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count), callback, state);

        public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

        public override void Flush()
        {
            body.RaiseIfUnhealthy();
            inner.Flush();
        }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            body.RaiseIfUnhealthy();
            return body.SendAsync(new ValueTask(inner.FlushAsync(cancellationToken))).AsTask();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

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
    }
}
