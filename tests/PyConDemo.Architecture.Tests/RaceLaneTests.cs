using PyConDemo.Api.AntiPatterns;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Architecture.Tests;

/// <summary>The stage checks the names of lanes before an API can tell it what lanes there are.</summary>
public class RaceLaneTests
{
    [Fact]
    public void The_stage_knows_the_lanes_that_the_API_has() => Assert.Equal(
        AntiPatternCatalog.All.Select(p => $"{p.Slug}: {string.Join(", ", p.Lanes.Select(l => l.Name))}"),
        RaceCatalog.Lanes.Select(p => $"{p.Slug}: {string.Join(", ", p.Names)}"));
}
