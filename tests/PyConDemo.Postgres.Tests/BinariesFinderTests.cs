using PyConDemo.Postgres.Local;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

/// <summary>The tests search folders of fake binaries, which only print a version.</summary>
public sealed class BinariesFinderTests : IDisposable
{
    private readonly ScratchFolder _tree = new();

    public BinariesFinderTests()
        => Assert.SkipWhen(OperatingSystem.IsWindows(), "the fake binaries are shell scripts");

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("usr/lib/postgresql/17/bin")]
    [InlineData("usr/bin")]
    [InlineData("usr/pgsql-16/bin")]
    [InlineData("opt/homebrew/opt/postgresql@17/bin")]
    [InlineData("usr/local/opt/postgresql@15/bin")]
    [InlineData("Applications/Postgres.app/Contents/Versions/17/bin")]
    public async Task The_usual_places_are_searched(string place)
    {
        Install(place, "17.2");
        Assert.Equal((place, "17.2"), await FindAsync());
    }

    [Fact]
    public async Task The_newest_wins()
    {
        Install("usr/lib/postgresql/9.6/bin", "9.6.24");
        Install("usr/lib/postgresql/15/bin", "15.18 (Debian 15.18-0+deb12u1)");
        Install("usr/lib/postgresql/17/bin", "17.10");
        Install("usr/bin", "17.9");
        Assert.Equal(("usr/lib/postgresql/17/bin", "17.10"), await FindAsync());
    }

    [Fact]
    public async Task PATH_wins_over_newer_ones_unless_it_is_too_old()
    {
        Install("usr/lib/postgresql/18/bin", "18beta1");
        Install("mine", "16.1");
        Install("old", "14.1");
        Assert.Equal(("mine", "16.1"), await FindAsync("old", "mine"));
        Assert.Equal(("usr/lib/postgresql/18/bin", "18beta1"), await FindAsync("old"));
    }

    [Fact]
    public async Task Too_old_is_told_from_absent()
    {
        Assert.Null(await FindAsync());
        Install("usr/lib/postgresql/14/bin", "14.9");
        var tooOld = await Finder().FindAsync(TestContext.Current.CancellationToken);
        Assert.False(tooOld?.IsNewEnough);
        Assert.Equal("14.9", tooOld?.Version.Text);
    }

    [Fact]
    public async Task A_client_only_installation_and_broken_binaries_dont_count()
    {
        _tree.File("usr/bin/postgres", "#!/bin/sh\necho 'postgres (PostgreSQL) 17.1'", executable: true);
        Install("usr/lib/postgresql/17/bin", "17.1", script: "#!/bin/sh\nexit 1");
        Install("usr/lib/postgresql/16/bin", "16.1", script: "no program at all");
        Install("usr/lib/postgresql/15/bin", "15.1", executable: false);
        Assert.Null(await FindAsync());
    }

    private void Install(string place, string version, string? script = null, bool executable = true)
    {
        _tree.File($"{place}/postgres", script ?? $"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n", executable);
        _tree.File($"{place}/initdb");
        _tree.File($"{place}/pg_ctl");
    }

    private BinariesFinder Finder(params string[] path) => new(new HostEnvironment
    {
        Root = _tree.Path,
        Variable = name => name == "PATH"
            ? string.Join(Path.PathSeparator, path.Select(p => Path.Combine(_tree.Path, p)))
            : null,
    });

    private async Task<(string Folder, string Version)?> FindAsync(params string[] path)
        => await Finder(path).FindAsync(TestContext.Current.CancellationToken) is { IsNewEnough: true } found
            ? (Path.GetRelativePath(_tree.Path, found.Folder), found.Version.Text)
            : null;
}
