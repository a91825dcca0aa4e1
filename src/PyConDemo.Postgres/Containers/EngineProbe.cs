using System.Text.Json;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Containers;

/// <summary>Finds the first engine that answers.</summary>
internal static class EngineProbe
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1); // a local engine answers in milliseconds; none should cost nobody a wait

    public static async Task<(Engine? Engine, string? Reason)> FindAsync(HostEnvironment environment, CancellationToken cancellationToken)
    {
        var reason = "no container engine answers";
        foreach (var address in EngineAddress.Candidates(environment))
        {
            try
            {
                if (await AskAsync(address, cancellationToken) is { } engine) return (engine, null);
                reason = $"no container engine answers at {address} as Docker's would";
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested && failed is HttpRequestException or JsonException or OperationCanceledException or NotSupportedException)
            {
                reason = $"no container engine answers at {address}: {(failed is OperationCanceledException ? "silent for 1 s" : failed.Message)}";
            }
        }

        return (null, reason);
    }

    private static async Task<Engine?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeTimeout);
        var http = EngineHttp.Client(address);
        try
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync("version", limit.Token));
            if (answer.RootElement.ValueKind is JsonValueKind.Object && answer.RootElement.TryGetProperty("ApiVersion", out var version)
                && version.GetString() is { } text && Version.TryParse(text, out _))
            {
                return new Engine(address, text, http);
            }
        }
        catch
        {
            http.Dispose();
            throw;
        }

        http.Dispose();
        return null;
    }
}
