namespace PyConDemo.Checklist.Recording;

/// <summary>A listener that several measurements share, and that stays for a while after the last one. Thread-safe.
/// </summary>
/// <remarks>Starting or stopping a listener tells every source and instrument of the process, which costs more than
/// the rest of a measurement.</remarks>
internal sealed class LingeringListener(Func<IDisposable> start, TimeProvider time)
{
    /// <summary>It stays for this long after the last measurement, and at most for twice as long.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private IDisposable? _listener;
    private ITimer? _timer;
    private int _users;
    private bool _used;

    /// <summary>Listens at least until the result is disposed. Disposing it again does nothing.</summary>
    public IDisposable Listen()
    {
        lock (_gate)
        {
            (_users, _used) = (_users + 1, true);
            if (_listener is null) Start();
        }
        return new Registration(this);
    }

    private void Start()
    {
        _listener = start();
        using (ExecutionContext.SuppressFlow()) // the timer is not part of the first measurement
            _timer = time.CreateTimer(static x => ((LingeringListener)x!).StopIfUnused(), this, Linger, Linger);
    }

    private void StopIfUnused()
    {
        lock (_gate)
        {
            if (_users == 0 && !_used)
            {
                _listener?.Dispose();
                _timer?.Dispose();
                (_listener, _timer) = (null, null);
            }
            _used = _users > 0;
        }
    }

    private void Release()
    {
        lock (_gate) (_users, _used) = (_users - 1, true);
    }

    private sealed class Registration(LingeringListener listener) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) listener.Release();
        }
    }
}
