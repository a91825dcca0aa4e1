using System.Net.Http.Json;
using System.Threading.Channels;

namespace PyConDemo.Workshop.ClassView;

/// <summary>Sends reports to the host in the background. The workshop never waits for it: without a network, an
/// attendee goes on. Thread-safe.</summary>
internal sealed class ClassReporter : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    // Only the last report counts.
    private readonly Channel<AttendeeReport> _reports = Channel.CreateBounded<AttendeeReport>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly HttpClient _http;
    private readonly ClassMembership _membership;
    private readonly Action<string> _onFailed;
    private readonly Task _sending;

    /// <param name="onFailed">Receives one line when the host can't be reached, once per outage, from any
    /// thread.</param>
    public ClassReporter(ClassMembership membership, Action<string> onFailed)
    {
        (_membership, _onFailed) = (membership, onFailed);
        _http = new() { BaseAddress = membership.Address, Timeout = Timeout };
        _sending = SendAsync();
    }

    public void Send(IReadOnlyList<string> done, string? exercise, string? refused)
        => _reports.Writer.TryWrite(new(_membership.Name, done, exercise, refused));

    /// <summary>Sends what is left, for as long as one request may take.</summary>
    public async ValueTask DisposeAsync()
    {
        _reports.Writer.Complete();
        await _sending;
        _http.Dispose();
    }

    private async Task SendAsync()
    {
        var failed = false;
        await foreach (var report in _reports.Reader.ReadAllAsync())
        {
            var reason = await TrySendAsync(report);
            if (reason is not null && !failed)
                _onFailed($"The class view at {_membership.Address} has not got your progress: {reason}");
            failed = reason is not null;
        }
    }

    /// <returns>Why it could not be sent; null if it was.</returns>
    private async Task<string?> TrySendAsync(AttendeeReport report)
    {
        try
        {
            using var answer = await _http.PutAsJsonAsync($"attendees/{_membership.Id}", report);
            return answer.IsSuccessStatusCode ? null
                : await ProblemDetail.ReadAsync(answer.Content, CancellationToken.None)
                    ?? $"it answers {(int)answer.StatusCode}.";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return $"it does not answer within {Timeout.TotalSeconds:0} s.";
        }
    }
}
