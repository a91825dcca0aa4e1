using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>Starting a listener is expensive, so measurements share one that stays for a while.</summary>
public sealed class LingeringListenerTests
{
    private readonly FakeTimeProvider _time = new();
    private int _started, _stopped;

    [Fact]
    public void Measurements_in_a_row_share_one()
    {
        var listener = new LingeringListener(Start, _time);
        for (var i = 0; i < 100; i++)
        {
            listener.Listen().Dispose();
            _time.Advance(LingeringListener.Linger / 2);
        }
        Assert.Equal((1, 0), (_started, _stopped));
    }

    [Fact]
    public void It_stops_after_the_last_one_and_starts_again()
    {
        var listener = new LingeringListener(Start, _time);
        listener.Listen().Dispose();
        _time.Advance(2 * LingeringListener.Linger);
        Assert.Equal((1, 1), (_started, _stopped));
        listener.Listen();
        Assert.Equal((2, 1), (_started, _stopped));
    }

    [Fact]
    public void It_stays_as_long_as_one_runs()
    {
        var listener = new LingeringListener(Start, _time);
        var first = listener.Listen();
        var second = listener.Listen();
        first.Dispose();
        first.Dispose(); // counts once
        _time.Advance(10 * LingeringListener.Linger);
        Assert.Equal(0, _stopped);
        second.Dispose();
        _time.Advance(2 * LingeringListener.Linger);
        Assert.Equal(1, _stopped);
    }

    private Stopping Start()
    {
        _started++;
        return new(this);
    }

    private sealed class Stopping(LingeringListenerTests test) : IDisposable
    {
        public void Dispose() => test._stopped++;
    }
}
