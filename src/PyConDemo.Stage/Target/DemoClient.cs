using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Target;

/// <summary>Everything that the stage asks of the API outside of timed load. Thread-safe.</summary>
public sealed class DemoClient : IDisposable
{
    private readonly HttpClient http;

    public DemoClient(Uri target)
    {
        Target = target;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = target,
            Timeout = TimeSpan.FromSeconds(60), // resets and refreshes are slow on large data; timed requests don't pass here
        };
    }

    public Uri Target { get; }

    public Task<IReadOnlyList<Pattern>> PatternsAsync(CancellationToken cancel)
        => GetAsync<IReadOnlyList<Pattern>>("/demo/patterns", cancel);

    public Task<Vitals> VitalsAsync(CancellationToken cancel) => GetAsync<Vitals>("/vitals", cancel);

    /// <summary>The cursor of one row: the good lane then answers the rows after it.</summary>
    public async Task<string> CursorAsync(long row, CancellationToken cancel)
        => (await GetAsync<CursorAnswer>($"/demo/orders/cursor?row={row}", cancel).ConfigureAwait(false)).Cursor;

    public Task ResetJobsAsync(long pending, CancellationToken cancel) => SetUpAsync($"/demo/jobs/reset?pending={pending}", cancel);

    /// <summary>Returns when the good lane's dashboard is as fresh as the bad one's.</summary>
    public Task RefreshDashboardAsync(CancellationToken cancel) => SetUpAsync("/demo/dashboard/refresh", cancel);

    /// <summary>Removes what races and rehearsals left behind.</summary>
    public async Task<ResetCounts> ResetAsync(CancellationToken cancel)
    {
        const string Path = "/demo/reset";
        using var answer = await SendAsync(new LaneRequest("POST", Path), checklist: false, cancel).ConfigureAwait(false);
        await EnsureSuccessAsync(answer, Path, cancel).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<ResetCounts>(cancel).ConfigureAwait(false))!;
    }

    private async Task SetUpAsync(string path, CancellationToken cancel)
    {
        using var answer = await SendAsync(new LaneRequest("POST", path), checklist: false, cancel).ConfigureAwait(false);
        await EnsureSuccessAsync(answer, path, cancel).ConfigureAwait(false);
    }

    /// <exception cref="StageException">The target does not answer, answers an error, or answers something else.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancel)
    {
        using var answer = await SendAsync(LaneRequest.Get(path), checklist: false, cancel).ConfigureAwait(false);
        await EnsureSuccessAsync(answer, path, cancel).ConfigureAwait(false);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(cancel).ConfigureAwait(false) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new StageException(ExitCode.OtherTarget, $"{Target} is not this demo: {path} answers something else.", e);
        }
    }

    /// <summary>One request, read whole. The caller judges the status and disposes of the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(LaneRequest request, bool checklist, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), request.Path);
        if (request.Body is not null) message.Content = JsonContent.Create(JsonDocument.Parse(request.Body).RootElement);
        if (checklist) message.Headers.Add("Checklist", "on");
        try
        {
            return await http.SendAsync(message, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            var why = e.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : e.HttpRequestError.ToString();
            throw new StageException(ExitCode.DeadTarget, $"Nothing answers at {Target} ({why}).", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new StageException(ExitCode.DeadTarget, $"{Target} gave no answer to {request.Path} in {http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>What one request cost. Null where the API does not tell: an older one, or one outside Development.</summary>
    public async Task<RequestVitals?> CountAsync(LaneRequest request, CancellationToken cancel)
    {
        using var answer = await SendAsync(request, checklist: true, cancel).ConfigureAwait(false);
        return await CountsOfAsync(answer, cancel).ConfigureAwait(false);
    }

    /// <summary>The same, and what its statements' plans tell. They run again for that, so it is never done near timed load.</summary>
    /// <param name="restore">Puts the data back as the request found it.</param>
    public async Task<RequestVitals?> ExplainAsync(LaneRequest request, Func<Task> restore, CancellationToken cancel)
    {
        using var answer = await SendAsync(request, checklist: true, cancel).ConfigureAwait(false);
        if (await CountsOfAsync(answer, cancel).ConfigureAwait(false) is not { } counts) return null;
        counts = counts with { PagesRendered = await PdfPages.OfAsync(answer, cancel).ConfigureAwait(false) };
        await restore().ConfigureAwait(false);

        using var explained = await SendAsync(LaneRequest.Get($"/demo/requests/{IdOf(answer)}/plans"), checklist: false, cancel).ConfigureAwait(false);
        if (!explained.IsSuccessStatusCode) return counts; // an older one, or one that doesn't trust this machine
        var plans = (await explained.Content.ReadFromJsonAsync<RequestPlans>(cancel).ConfigureAwait(false))!.Plans;
        return plans.All(p => p.Error is not null) ? counts : counts with
        {
            Buffers = plans.Sum(p => p.Count * p.Buffers),
            RowsLocked = plans.Max(p => p.Count * p.RowsLocked),
        };
    }

    private async Task<RequestVitals?> CountsOfAsync(HttpResponseMessage answer, CancellationToken cancel)
        => IdOf(answer) is { } id ? await GetAsync<RequestVitals>($"/checklist/requests/{id}", cancel).ConfigureAwait(false) : null;

    private static string? IdOf(HttpResponseMessage answer)
        => answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;

    /// <summary>Waits until the target is ready for races.</summary>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await SendAsync(LaneRequest.Get("/health/ready"), checklist: false, cancel).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return;
            if (answer.StatusCode == HttpStatusCode.NotFound)
                throw new StageException(ExitCode.OtherTarget, $"{Target} is not this demo: it has no /health/ready.");
            if (Stopwatch.GetElapsedTime(since) > limit)
                throw new StageException(ExitCode.DeadTarget, $"{Target} is not ready after {limit.TotalSeconds:0} s.");
            await Task.Delay(100, cancel).ConfigureAwait(false);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage answer, string path, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode) return;
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            && await ProblemText.DetailAsync(answer.Content, cancel).ConfigureAwait(false) is { } detail)
            throw new TargetDeclinedException(detail);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw new StageException(ExitCode.OtherTarget, $"{Target} is not this demo: it has no {path}.");
        var text = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        throw new StageException(ExitCode.CannotStart,
            $"{path} answered {(int)answer.StatusCode}: {text[..Math.Min(200, text.Length)].ReplaceLineEndings(" ")}");
    }

    public void Dispose() => http.Dispose();

    private sealed record CursorAnswer(string Cursor);
}
