using System.Collections.Concurrent;

namespace PyConDemo.Stage.TalkChecks;

/// <summary>Starts the API as a race does, but without a network, and checks what it prints.</summary>
/// <param name="tell">Receives the steps that take long, from any thread.</param>
public sealed class ApiCheck(string? scale, Action<string> tell)
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Checks PostgreSQL's source, the data, and that the API starts without a network.</summary>
    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        CloseProxies();
        tell("Starting the API …");
        try
        {
            await using var api = await ApiProcess.StartAsync(scale, OnLine, cancellationToken);
            using var client = new DemoClient(api.Address);
            var data = await CheckDataAsync(client, cancellationToken);
            return [Source(), data, CheckLine.Ok("offline start", "the API started without a network")];
        }
        catch (ApiException)
        {
            var source = Source();
            var reason = source.IsOk ? _lines.Last() : "not checked, because there is no PostgreSQL";
            return [source, CheckLine.ToDo("data", reason)];
        }
    }

    /// <summary>Checks the data of an API that is already running.</summary>
    public static async Task<IReadOnlyList<CheckLine>> RunningAsync(Uri target, CancellationToken cancellationToken)
    {
        using var client = new DemoClient(target);
        try
        {
            return [await CheckDataAsync(client, cancellationToken)];
        }
        catch (ApiException e)
        {
            return [CheckLine.ToDo("data", e.Message)];
        }
    }

    private static async Task<CheckLine> CheckDataAsync(DemoClient client, CancellationToken cancellationToken)
    {
        await client.ReadyAsync(TargetSession.ReadyTimeout, cancellationToken);
        var (_, vitals) = await TargetCheck.RunAsync(client, cancellationToken);
        return CheckLine.Ok("data", $"scale {vitals.Scale}, seeded and verified");
    }

    private void OnLine(string line)
    {
        _lines.Enqueue(line.Trim());
        if (StartLines.KindOf(line) is StartLine.Download or StartLine.Seeding) tell(line);
    }

    /// <summary>Sets proxies that nothing listens on. The API inherits them, so every download fails at once.</summary>
    private static void CloseProxies()
    {
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
            Environment.SetEnvironmentVariable(name, "http://127.0.0.1:9"); // the discard port, which is closed
        Environment.SetEnvironmentVariable("NO_PROXY", null);
    }

    private CheckLine Source()
        => _lines.FirstOrDefault(line => StartLines.KindOf(line) is StartLine.Postgres) is { } line
            ? CheckLine.Ok("PostgreSQL", line)
            : CheckLine.ToDo("PostgreSQL", _lines.LastOrDefault() ?? "the API printed nothing");
}
