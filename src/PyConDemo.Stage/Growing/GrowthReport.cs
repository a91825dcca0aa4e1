using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Growing;

/// <summary>How both lanes' costs follow the dial: the root of the JSON document. Fields are only ever added within a version.</summary>
/// <param name="Dial">Its name, and unit in the plural.</param>
/// <param name="Measures">Those that were seen, counts first.</param>
public sealed record GrowthReport(
    int SchemaVersion, RunFacts Run, string Slug, string Title, string Dial, string Unit, IReadOnlyList<GrowthLane> Lanes,
    IReadOnlyList<string> Measures, string Verdict)
{
    public const int CurrentSchema = 1;
}
