using PyConDemo.ApiClient;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Checking;

/// <summary>Starts the API as a race does, but cut off from the network, and looks at what it says.</summary>
public sealed class ApiCheck(string? scale)
{
    /// <summary>Seeding the large data takes a minute or two on a small machine.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly List<string> _said = [];

    /// <summary>PostgreSQL's source, the data, and the start without a network.</summary>
    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        CutOff();
        try
        {
            await using var api = await ApiProcess.StartAsync(scale, Hear, cancellationToken);
            using var client = new DemoClient(api.Address);
            var data = await SeededAsync(client, cancellationToken);
            return [Source(), data, CheckLine.Ok("offline start", "it started and got ready with every proxy closed")];
        }
        catch (ApiException e)
        {
            var source = Source();
            return [source, CheckLine.ToDo("data", source.IsOk ? Last() ?? e.Message : "not looked at: no PostgreSQL")];
        }
    }

    /// <summary>The data of an API that runs already.</summary>
    public static async Task<CheckLine> SeededAsync(DemoClient client, CancellationToken cancellationToken)
    {
        await client.ReadyAsync(ReadyWithin, cancellationToken);
        var (_, vitals) = await TargetCheck.RunAsync(client, cancellationToken);
        return CheckLine.Ok("data", $"scale {vitals.Scale}, seeded and proven");
    }

    /// <summary>Inherited by the API: whatever would be fetched over HTTP fails at once. This process uses no proxy.</summary>
    private static void CutOff()
    {
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
            Environment.SetEnvironmentVariable(name, "http://127.0.0.1:9"); // the port of the discard service, which nobody runs
        Environment.SetEnvironmentVariable("NO_PROXY", null);
    }

    private CheckLine Source()
    {
        lock (_gate)
        {
            return _said.FirstOrDefault(line => line.StartsWith("PostgreSQL ", StringComparison.Ordinal)) is { } line
                ? CheckLine.Ok("PostgreSQL", line)
                : CheckLine.ToDo("PostgreSQL", _said.LastOrDefault() ?? "the API said nothing");
        }
    }

    private string? Last()
    {
        lock (_gate) return _said.LastOrDefault();
    }

    private void Hear(string line)
    {
        lock (_gate) _said.Add(line.Trim());
    }
}
