namespace PyConDemo.Workshop.Grading;

/// <summary>The requests that exercises send to an API about one lane. Thread-safe, except for the restart.</summary>
/// <param name="prefix">The prefix of the lane's routes: /yours.</param>
internal sealed class GradedApi(GradingHost host, string prefix)
{
    /// <summary>The client for set-up routes: resets, refreshes, vitals.</summary>
    public DemoClient Demo => host.Demo;

    /// <param name="path">The path without the lane's prefix: /posts?size=7.</param>
    public Task<GradedAnswer> BadAsync(
        string path, CancellationToken cancellationToken, string method = "GET", string? body = null)
        => SendAsync(new LaneRequest(method, "/bad" + path, body), cancellationToken);

    public Task<GradedAnswer> GoodAsync(string path, CancellationToken cancellationToken)
        => SendAsync(LaneRequest.Get("/good" + path), cancellationToken);

    public Task<GradedAnswer> YoursAsync(
        string path, CancellationToken cancellationToken, string method = "GET", string? body = null,
        string? accept = null) => SendAsync(new LaneRequest(method, prefix + path, body), cancellationToken, accept);

    /// <param name="accept">The accepted encodings; null accepts none.</param>
    /// <param name="measure">Whether the API counts what the request costs.</param>
    /// <exception cref="RefusalException">The connection broke, or no answer came within 60 s.</exception>
    public async Task<GradedAnswer> SendAsync(
        LaneRequest request, CancellationToken cancellationToken, string? accept = null, bool measure = false)
    {
        using var message = request.ToMessage();
        if (accept is not null) message.Headers.Add("Accept-Encoding", accept);
        if (measure) message.Headers.Add("Checklist", "on");
        try
        {
            using var answer = await host.Http.SendAsync(message, cancellationToken);
            var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return new(request.Path, answer.StatusCode, answer.Headers, answer.Content.Headers, content);
        }
        catch (HttpRequestException)
        {
            throw new RefusalException(
                "fails", $"{request.Method} {request.Path}: the connection broke before the answer.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusalException(
                "fails", $"{request.Method} {request.Path}: no answer within {host.Http.Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Returns what one request of the lane costs. For the plans, the statements run again and are rolled
    /// back.</summary>
    public async Task<GradedCost> CostAsync(string path, CancellationToken cancellationToken, bool bad = false)
        => await CostOfAsync(await SendMeasuredAsync(path, cancellationToken, bad: bad), cancellationToken);

    /// <summary>Sends a request whose cost can be read later, so that nothing else happens between several such
    /// requests.</summary>
    public async Task<GradedAnswer> SendMeasuredAsync(
        string path, CancellationToken cancellationToken, string method = "GET", bool bad = false)
    {
        var request = new LaneRequest(method, (bad ? "/bad" : prefix) + path);
        return (await SendAsync(request, cancellationToken, measure: true)).EnsureSuccess();
    }

    public async Task<GradedCost> CostOfAsync(GradedAnswer answer, CancellationToken cancellationToken)
    {
        var id = answer.ChecklistId ?? throw new OtherApiException("The API does not tell what a request cost.");
        var vitals = await Demo.GetAsync<JsonElement>($"/checklist/requests/{id}", cancellationToken);
        var plans = vitals.GetProperty("commands").GetInt64() == 0 ? (JsonElement?)null
            : await Demo.GetAsync<JsonElement>($"/demo/requests/{id}/plans", cancellationToken);
        return GradedCost.Of(vitals, plans);
    }

    /// <summary>Changes the data: new orders, a renamed author, another price. <see cref="RestoreDataAsync"/> undoes
    /// it.</summary>
    public Task ChangeDataAsync(CancellationToken cancellationToken) => SendChangeAsync("POST", cancellationToken);

    public Task RestoreDataAsync(CancellationToken cancellationToken) => SendChangeAsync("DELETE", cancellationToken);

    /// <summary>Counts the queue's committed jobs by state.</summary>
    public async Task<(long Pending, long Claimed, long Done, long Failed)> JobsAsync(
        CancellationToken cancellationToken)
    {
        var jobs = await Demo.GetAsync<JsonElement>("/demo/workshop/jobs", cancellationToken);
        long Of(string state) => jobs.GetProperty(state).GetInt64();
        return (Of("pending"), Of("claimed"), Of("done"), Of("failed"));
    }

    /// <summary>Kills the process (kill -9) whatever it does, and starts it again on the same data.</summary>
    /// <param name="with">More environment variables of the new process; the next restart drops them.</param>
    public Task KillAndRestartAsync(
        CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? with = null)
        => host.KillAndRestartAsync(cancellationToken, with);

    private async Task SendChangeAsync(string method, CancellationToken cancellationToken)
    {
        const string Path = "/demo/workshop/change";
        using var answer = await Demo.SendAsync(new LaneRequest(method, Path), checklist: false, cancellationToken);
        if (answer.IsSuccessStatusCode) return;
        throw new OtherApiException($"{method} {Path} answers {(int)answer.StatusCode}: is this the workshop's data?");
    }
}

/// <summary>Two running APIs of the same build. Their data is not the demo's, so an answer cannot be hard-coded. One
/// has twice as many rows as the other: what costs more there grows with the data.</summary>
internal sealed record GradedApis(GradedApi Small, GradedApi Twice)
{
    public IReadOnlyList<GradedApi> Both => [Small, Twice];
}
