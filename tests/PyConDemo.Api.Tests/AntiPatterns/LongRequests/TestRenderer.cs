using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>The real renderer. It counts, and a test can hold it or make it fail.</summary>
internal sealed class TestRenderer : IReportRenderer
{
    private readonly ReportRenderer _real = new();
    private volatile TaskCompletionSource _open = Opened();
    private int _begun;
    private int _done;
    private int _failures;

    public int Begun => Volatile.Read(ref _begun);

    public int Done => Volatile.Read(ref _done);

    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _open.TrySetResult();

    /// <summary>Makes the next renderings fail.</summary>
    public void Fail(int times) => Volatile.Write(ref _failures, times);

    public byte[] Render(ReportDocument document)
    {
        Interlocked.Increment(ref _begun);
        // It blocks its thread, as a real engine does.
        ((IAsyncResult)_open.Task).AsyncWaitHandle.WaitOne(TimeSpan.FromMinutes(1));
        if (Interlocked.Decrement(ref _failures) >= 0)
            throw new InvalidOperationException("The printer is on fire.");
        var pdf = _real.Render(document);
        Interlocked.Increment(ref _done);
        return pdf;
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
