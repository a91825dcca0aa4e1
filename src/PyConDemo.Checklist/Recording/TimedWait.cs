namespace PyConDemo.Checklist.Recording;

/// <summary>Measures the time until something has completed. It costs nothing if that has happened already.</summary>
internal static class TimedWait
{
    public static ValueTask<T> WaitAsync<T>(this TimeMeter times, TimeUse use, ValueTask<T> work)
    {
        return work.IsCompletedSuccessfully ? work : Wait(times, use, work);

        static async ValueTask<T> Wait(TimeMeter times, TimeUse use, ValueTask<T> work)
        {
            using (new Running(times, use)) return await work;
        }
    }

    public static ValueTask WaitAsync(this TimeMeter times, TimeUse use, ValueTask work)
    {
        return work.IsCompletedSuccessfully ? work : Wait(times, use, work);

        static async ValueTask Wait(TimeMeter times, TimeUse use, ValueTask work)
        {
            using (new Running(times, use)) await work;
        }
    }

    /// <summary>A use of the time, from its creation until it is disposed.</summary>
    public readonly struct Running : IDisposable
    {
        private readonly TimeMeter _times;
        private readonly TimeUse _use;

        public Running(TimeMeter times, TimeUse use)
        {
            (_times, _use) = (times, use);
            FailSafe.Run(this, static x => x._times.Begin(x._use));
        }

        public void Dispose() => FailSafe.Run(this, static x => x._times.End(x._use));
    }
}
