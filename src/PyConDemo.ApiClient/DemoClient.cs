using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>Everything that the stage asks of the API outside of timed load. Thread-safe.</summary>
public sealed class DemoClient : IDisposable
{
    private readonly HttpClient _http;

    public DemoClient(Uri target)
    {
        Target = target;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = target,
            Timeout = TimeSpan.FromSeconds(60), // resets and refreshes are slow on large data; timed requests don't pass here
        };
    }

    public Uri Target { get; }

    public Task<IReadOnlyList<Pattern>> PatternsAsync(CancellationToken cancellationToken)
        => GetAsync<IReadOnlyList<Pattern>>("/demo/patterns", cancellationToken);

    public Task<Vitals> VitalsAsync(CancellationToken cancellationToken) => GetAsync<Vitals>("/vitals", cancellationToken);

    /// <summary>The cursor of one row: the good lane then answers the rows after it.</summary>
    public async Task<string> CursorAsync(long row, CancellationToken cancellationToken)
        => (await GetAsync<CursorAnswer>($"/demo/orders/cursor?row={row}", cancellationToken)).Cursor;

    public Task ResetJobsAsync(long pending, CancellationToken cancellationToken) => SetUpAsync($"/demo/jobs/reset?pending={pending}", cancellationToken);

    /// <summary>Returns when the good lane's dashboard is as fresh as the bad one's.</summary>
    public Task RefreshDashboardAsync(CancellationToken cancellationToken) => SetUpAsync("/demo/dashboard/refresh", cancellationToken);

    /// <summary>Removes what races and rehearsals left behind.</summary>
    public async Task<ResetCounts> ResetAsync(CancellationToken cancellationToken)
    {
        const string Path = "/demo/reset";
        using var answer = await SendAsync(new LaneRequest("POST", Path), checklist: false, cancellationToken);
        await EnsureSuccessAsync(answer, Path, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<ResetCounts>(cancellationToken))!;
    }

    private async Task SetUpAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new LaneRequest("POST", path), checklist: false, cancellationToken);
        await EnsureSuccessAsync(answer, path, cancellationToken);
    }

    /// <exception cref="ApiException">The target does not answer, answers an error, or answers something else.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(LaneRequest.Get(path), checklist: false, cancellationToken);
        await EnsureSuccessAsync(answer, path, cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new OtherApiException($"{Target} is not this demo: {path} answers something else.", e);
        }
    }

    /// <summary>One request, read whole. The caller judges the status and disposes of the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(LaneRequest request, bool checklist, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        if (checklist) message.Headers.Add("Checklist", "on");
        try
        {
            return await _http.SendAsync(message, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            var why = e.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : e.HttpRequestError.ToString();
            throw new ApiUnreachableException($"Nothing answers at {Target} ({why}).", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiUnreachableException($"{Target} gave no answer to {request.Path} in {_http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>What one request cost. Null where the API does not tell: an older one, or one outside Development.</summary>
    public async Task<RequestVitals?> MeasureAsync(LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: true, cancellationToken);
        return await CountsOfAsync(answer, cancellationToken);
    }

    /// <summary>The same, and what its statements' plans tell. They run again for that, so it is never done near timed load.</summary>
    /// <param name="restore">Puts the data back as the request found it.</param>
    public async Task<RequestVitals?> ExplainAsync(LaneRequest request, Func<Task> restore, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: true, cancellationToken);
        if (await CountsOfAsync(answer, cancellationToken) is not { } counts) return null;
        counts = counts with { PagesRendered = await PdfPages.OfAsync(answer, cancellationToken) };
        await restore();

        using var explained = await SendAsync(LaneRequest.Get($"/demo/requests/{IdOf(answer)}/plans"), checklist: false, cancellationToken);
        if (!explained.IsSuccessStatusCode) return counts; // an older one, or one that doesn't trust this machine
        var plans = (await explained.Content.ReadFromJsonAsync<RequestPlans>(cancellationToken))!.Plans;
        return plans.All(p => p.Error is not null) ? counts : counts with
        {
            Buffers = plans.Sum(p => p.Count * p.Buffers),
            RowsLocked = plans.Max(p => p.Count * p.RowsLocked),
        };
    }

    private async Task<RequestVitals?> CountsOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
        => IdOf(answer) is { } id ? await GetAsync<RequestVitals>($"/checklist/requests/{id}", cancellationToken) : null;

    private static string? IdOf(HttpResponseMessage answer)
        => answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;

    /// <summary>Waits until the target is ready for races.</summary>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await SendAsync(LaneRequest.Get("/health/ready"), checklist: false, cancellationToken);
            if (answer.IsSuccessStatusCode) return;
            if (answer.StatusCode == HttpStatusCode.NotFound)
                throw new OtherApiException($"{Target} is not this demo: it has no /health/ready.");
            if (Stopwatch.GetElapsedTime(since) > limit)
                throw new ApiUnreachableException($"{Target} is not ready after {limit.TotalSeconds:0} s.");
            await Task.Delay(100, cancellationToken);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage answer, string path, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode) return;
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            && await ProblemText.DetailAsync(answer.Content, cancellationToken) is { } detail)
        {
            throw new ApiDeclinedException(detail);
        }

        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw new OtherApiException($"{Target} is not this demo: it has no {path}.");
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        throw new ApiErrorException($"{path} answered {(int)answer.StatusCode}: {text[..Math.Min(200, text.Length)].ReplaceLineEndings(" ")}");
    }

    public void Dispose() => _http.Dispose();

    private sealed record CursorAnswer(string Cursor);
}
