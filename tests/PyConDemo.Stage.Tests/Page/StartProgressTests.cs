using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;
using static System.StringComparison;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>The first start takes long on a machine without PostgreSQL. The terminal and the page say what it does.
/// </summary>
public sealed class StartProgressTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_download_is_told_in_the_terminal_and_on_the_page()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        await using var mirror =
            await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder, ballast: 1));
        mirror.Delay = TimeSpan.FromMilliseconds(50); // of each hundredth part
        var settings = _folder.Settings();
        (settings["Postgres__Source"], settings["Postgres__Mirror"]) = ("download", mirror.Address.ToString());
        await using var stage = await StageProcess.ServeAsync(settings, _lines.Enqueue);

        var messages = await MessagesAsync(stage.Address)
            .TakeWhile(message => !message.StartsWith("The API ended", Ordinal)) // the fake can't serve
            .ToListAsync(Cancel);

        Assert.Contains(_lines, line => line.StartsWith("Downloading PostgreSQL's server (1 MB) to ", Ordinal));
        Assert.Contains(messages, message => message.StartsWith("Downloading PostgreSQL's server: 0.", Ordinal));
        Assert.Equal("Unpacking PostgreSQL's server …", messages[^1]);
    }

    [Fact]
    public async Task The_choice_of_PostgreSQL_and_the_seeding_are_told()
    {
        await using var stage = await StageProcess.ServeAsync(_folder.Settings(), _lines.Enqueue, "--scale", "small");

        var messages = await MessagesAsync(stage.Address).TakeWhile(message => message != "").ToListAsync(Cancel);

        Assert.Contains(messages, message => message.StartsWith("Seeding: ", Ordinal));
        await Eventually.TrueAsync(() => IsReady(1), "it is ready", Cancel);
        string[] steps = ["Starting the API …", "PostgreSQL ", "Seeding: ", "Seeded ", "Ready after "];
        var positions = steps.Select(step => _lines.TakeWhile(line => !line.StartsWith(step, Ordinal)).Count());
        Assert.Equal(positions.Order().Distinct(), positions);
        Assert.All(positions, position => Assert.InRange(position, 0, _lines.Count - 1));
        Assert.DoesNotContain(_lines, line => line.Contains("try /swagger", Ordinal));
    }

    [Fact]
    public async Task An_API_that_dies_is_told_in_one_line_until_it_is_ready_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc");
        await using var stage = await StageProcess.ServeAsync(_folder.Settings(), _lines.Enqueue, "--scale", "small");
        await Eventually.TrueAsync(() => IsReady(1), "it is ready", Cancel);
        var before = _lines.Count;

        using (var api = stage.Api()) api.Kill();
        await Eventually.TrueAsync(() => IsReady(2), "it is ready again", Cancel);

        var after = _lines.Skip(before).ToArray();
        Assert.Equal("The API ended. Starting it again …", after[0]);
        Assert.All(after[1..^1], line => Assert.Matches("^(Page|API)    ", line));
        Assert.Equal("Ready: small data, PostgreSQL", after[^1][..29]);
    }

    private bool IsReady(int times) => _lines.Count(line => line.StartsWith("Ready: ", Ordinal)) == times;

    [Fact]
    public async Task The_reason_of_a_failed_start_stays_and_each_line_is_printed_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        await using var mirror = await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder));
        var settings = _folder.Settings();
        settings["Postgres__Source"] = "download";
        (settings["Postgres__Version"], settings["Postgres__Mirror"]) = ("16", mirror.Address.ToString());
        await using var stage = await StageProcess.ServeAsync(settings, _lines.Enqueue);
        const string Reason = "The API ended before it listened: No PostgreSQL";
        await Eventually.TrueAsync(() => _lines.Any(line => line.StartsWith(Reason, Ordinal)), "it fails once", Cancel);

        var (requests, messages) = (mirror.Requests.Count, new HashSet<string>());
        await Eventually.TrueAsync(
            async () =>
            {
                messages.Add(await MessagesAsync(stage.Address).FirstAsync(Cancel));
                return mirror.Requests.Count >= 3 * requests;
            },
            "it fails three times", Cancel);

        Assert.StartsWith(Reason, Assert.Single(messages), Ordinal);
        Assert.Equal(_lines.Distinct(), _lines);
    }

    /// <summary>What the page says about the API, oldest first.</summary>
    private static async IAsyncEnumerable<string> MessagesAsync(Uri stage)
    {
        using var http = new HttpClient { BaseAddress = stage };
        await using var events = await http.GetStreamAsync("/stage/events", Cancel);
        await foreach (var sent in SseParser.Create(events).EnumerateAsync(Cancel))
        {
            if (sent.EventType != "state") continue;
            using var state = JsonDocument.Parse(sent.Data);
            yield return state.RootElement.GetProperty("message").GetString()!;
        }
    }
}
