using PyConDemo.ApiClient;

namespace PyConDemo.Benchmarks;

/// <summary>One good lane, as a client asks for it.</summary>
/// <param name="Slug">The anti-pattern's.</param>
/// <param name="Note">What tells apart two cases of one lane; or empty.</param>
internal sealed record BenchmarkCase(string Slug, string Note, string Method, string Path)
{
    public LaneRequest Request => new(Method, Path);

    /// <summary>False: not a lane, but what stands beside them.</summary>
    public bool HasGoal { get; init; } = true;

    /// <summary>Jobs in the queue before every block, restored outside of the timing; 0: the route only reads.</summary>
    public int Pending { get; init; }

    /// <summary>Jobs that one request takes from it.</summary>
    public int Batch { get; init; }

    public string Name => Note.Length == 0 ? Slug : $"{Slug}, {Note}";
}
