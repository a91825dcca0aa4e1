namespace PyConDemo.Api.Surroundings;

/// <summary>Counts the requests per lane since the start. Thread-safe.</summary>
public sealed class LaneCounter
{
    private long _bad;
    private long _good;
    private long _yours;

    public long Bad => Interlocked.Read(ref _bad);

    public long Good => Interlocked.Read(ref _good);

    public long Yours => Interlocked.Read(ref _yours);

    /// <summary>Counts a request by the first segment of its path.</summary>
    public void Count(PathString path)
    {
        if (path.StartsWithSegments("/bad"))
        {
            Interlocked.Increment(ref _bad);
        }
        else if (path.StartsWithSegments("/good"))
        {
            Interlocked.Increment(ref _good);
        }
        else if (path.StartsWithSegments("/yours"))
        {
            Interlocked.Increment(ref _yours);
        }
    }
}
