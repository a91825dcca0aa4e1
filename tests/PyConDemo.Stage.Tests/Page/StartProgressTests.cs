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
        Assert.Contains(_lines, line => line.StartsWith("PostgreSQL ", Ordinal));
        Assert.DoesNotContain(_lines, line => line.Contains("try /swagger", Ordinal));
    }

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
