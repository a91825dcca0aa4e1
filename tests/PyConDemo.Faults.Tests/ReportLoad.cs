using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PyConDemo.Faults.Tests;

/// <summary>Clients that request reports at a fixed rate, from one process after the other.</summary>
internal sealed class ReportLoad(Func<IReadOnlyList<ApiInstance>> processes) : IAsyncDisposable
{
    private static readonly string[] Months = ["2024-03", "2024-11", "2025-03"];

    private readonly ConcurrentBag<Task> _requests = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;
    private int _sent;

    /// <summary>The ids that a 202 promised, and their months.</summary>
    public ConcurrentDictionary<long, string> Accepted { get; } = [];

    /// <summary>Requests without a 202: refused, or without an answer. Each may still have made a report.</summary>
    public int NotAccepted => Volatile.Read(ref _notAccepted);

    private int _notAccepted;

    /// <summary>Status codes other than 202 and 503.</summary>
    public ConcurrentBag<HttpStatusCode> Surprises { get; } = [];

    /// <summary>Requests <paramref name="count"/> reports at once, and waits for the answers.</summary>
    public Task BurstAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => SendAsync()));

    /// <param name="rate">Requests per second.</param>
    public void Start(double rate) => _sending = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync()) _requests.Add(SendAsync());
    });

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await Task.WhenAll(_requests);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        var number = Interlocked.Increment(ref _sent);
        var (all, month) = (processes(), Months[number % Months.Length]);
        try
        {
            using var answer = await all[number % all.Count].Client.PostAsJsonAsync("/good/reports", new { month });
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
                Accepted[report.GetProperty("id").GetInt64()] = month;
                return;
            }

            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable) Surprises.Add(answer.StatusCode);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The process was killed, or the answer was lost.
        }

        Interlocked.Increment(ref _notAccepted);
    }
}
