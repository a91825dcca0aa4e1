using PyConDemo.ApiClient;

namespace PyConDemo.Benchmarks;

/// <summary>A request to one good lane.</summary>
/// <param name="Slug">The anti-pattern's slug.</param>
/// <param name="Note">Distinguishes two cases of one lane; otherwise empty.</param>
internal sealed record BenchmarkCase(string Slug, string Note, string Method, string Path)
{
    public LaneRequest Request => new(Method, Path);

    /// <summary>False for a route that is not a lane: no goal applies to it.</summary>
    public bool HasGoal { get; init; } = true;

    /// <summary>Jobs in the queue. Each block begins with all of them. 0 if the route only reads.</summary>
    public int Pending { get; init; }

    /// <summary>Jobs that one request takes from the queue.</summary>
    public int Batch { get; init; }

    /// <summary>The requests that empty the queue. Claims of nothing are cheap, so no more are sent.</summary>
    public int MostRequests => Pending == 0 ? int.MaxValue : Pending / Batch;

    public string Name => Note.Length == 0 ? Slug : $"{Slug}, {Note}";
}
