using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Engines;

/// <summary>Runs the k6 suite's script of a pair through an installed k6, and reads what it measures while it measures.</summary>
public sealed class K6Engine(DemoClient client, RaceSettings settings, IRaceObserver observer, string k6 = "k6")
{
    /// <summary>The version, as in "k6 1.2.3".</summary>
    /// <exception cref="StageException">No k6 is installed.</exception>
    public static async Task<string> VersionAsync(CancellationToken cancel, string k6 = "k6")
    {
        using var process = Start(Command(k6, "version"));
        var line = await process.StandardOutput.ReadLineAsync(cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return string.Join(' ', (line ?? "k6").Split(' ').Take(2));
    }

    public async Task<RaceResult> RunAsync(Pattern pattern, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        string[] names = [.. settings.Lanes];
        if (names.Distinct().Count() < names.Length) throw new StageException(ExitCode.Usage, "k6 keeps lanes apart by name: race a lane against itself without --engine k6.");
        observer.RaceStarted(pattern.Slug, pattern.Title, names, names.Length * ((settings.Duration / 2) + TimeSpan.FromSeconds(6)));
        observer.PhaseStarted(RacePhase.BothHold, settings.Rate);
        var lanes = names.ToDictionary(n => n, _ => new K6Lane(settings.Timeout));
        var alone = new Latencies();
        var refused = await ListenAsync(pattern.Slug, point => Hear(point, pattern.Slug, names, lanes, alone), cancel).ConfigureAwait(false);
        var result = K6Result.Of(pattern, settings, names, lanes, alone, Stopwatch.GetElapsedTime(since), refused);
        observer.RaceEnded(result);
        return result;
    }

    private void Hear(K6Point point, string slug, string[] names, Dictionary<string, K6Lane> lanes, Latencies alone)
    {
        if (LaneOf(point, slug) is { } name && lanes.TryGetValue(name, out var lane))
        {
            lane.Add(point);
            if (point.Metric == "http_req_duration")
                observer.Fired(Array.IndexOf(names, name), new Shot(Outcome.Answered, TimeSpan.FromMilliseconds(point.Data.Value), 200, 0, 0));
        }
        else if (point.Metric == "http_req_duration" && point.Tag("beside") is { } beside)
        {
            var latencies = lanes.GetValueOrDefault(beside.Replace($"{slug}/", "", StringComparison.Ordinal))?.Bystander ?? alone;
            latencies.Add(TimeSpan.FromMilliseconds(point.Data.Value));
        }
    }

    /// <summary>What was never sent carries no lane's tag, only the name of the scenario that dropped it.</summary>
    private static string? LaneOf(K6Point point, string slug)
        => point.Metric == "dropped_iterations" ? point.Tag("scenario")?.Replace($"{slug}_", "", StringComparison.Ordinal) : point.Tag("lane");

    /// <returns>k6's last word when it failed; null otherwise. A missed threshold is a result, not a failure.</returns>
    private async Task<string?> ListenAsync(string slug, Action<K6Point> heard, CancellationToken cancel)
    {
        const int MissedThreshold = 99;
        using var process = Start(Load(slug));
        using var stopped = cancel.Register(() => process.Kill(entireProcessTree: true));
        var last = "";
        var errors = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
                if (line.Length > 0) last = line;
        }, CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            if (K6Point.Parse(line) is { } point) heard(point);
        await errors.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode is 0 or MissedThreshold ? null : $"k6 ended with {process.ExitCode}: {last}";
    }

    private ProcessStartInfo Load(string slug)
    {
        var command = Command(k6, "run", "--quiet", "--no-usage-report", "--out", "json=-", $"{slug}.js");
        command.WorkingDirectory = Scripts();
        command.Environment["BASE_URL"] = client.Target.ToString();
        command.Environment["LANES"] = string.Join(',', settings.Lanes);
        command.Environment["DURATION"] = string.Create(CultureInfo.InvariantCulture, $"{settings.Duration.TotalSeconds / 2}s");
        command.Environment["TIMEOUT"] = string.Create(CultureInfo.InvariantCulture, $"{settings.Timeout.TotalSeconds}s");
        command.Environment["OUT"] = Path.GetTempPath(); // its own reports: the stage writes those that were asked for
        if (settings.Rate is { } rate) command.Environment["RATE"] = rate.ToString(CultureInfo.InvariantCulture);
        return command;
    }

    private static ProcessStartInfo Command(string k6, params string[] arguments)
        => new(k6, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception e)
        {
            throw new StageException(ExitCode.CannotStart, "No k6 is on the PATH: install it (grafana.com/docs/k6), or leave --engine out.", e);
        }
    }

    /// <summary>The folder with the scripts, in the repository.</summary>
    public static string Scripts() => typeof(K6Engine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "K6Folder")?.Value is { } folder && Directory.Exists(folder) ? folder
            : throw new StageException(ExitCode.CannotStart, "The k6 folder of the repository is not where it was built.");
}
