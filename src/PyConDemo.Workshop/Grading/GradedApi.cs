namespace PyConDemo.Workshop.Grading;

/// <summary>The requests that exercises send to an API about one lane. Thread-safe, except for the restart.</summary>
/// <param name="prefix">The prefix of the lane's routes: /yours.</param>
internal sealed class GradedApi(GradingHost host, string prefix)
{
    public GradingHost Host => host;

    /// <summary>The client for set-up routes: resets, refreshes, vitals.</summary>
    public DemoClient Demo => host.Demo;

    /// <param name="path">The path without the lane's prefix: /posts?size=7.</param>
    public Task<GradedAnswer> BadAsync(
        string path, CancellationToken cancellationToken, string method = "GET", string? body = null)
        => SendAsync(new LaneRequest(method, "/bad" + path, body), cancellationToken);

    public Task<GradedAnswer> YoursAsync(
        string path, CancellationToken cancellationToken, string method = "GET", string? body = null,
        string? accept = null) => SendAsync(new LaneRequest(method, prefix + path, body), cancellationToken, accept);

    /// <summary>Returns the answers of the bad lane and of the attendee's to the same request.</summary>
    /// <exception cref="RefusalException">An answer is an error or not JSON.</exception>
    public async Task<(JsonElement Bad, JsonElement Yours)> BothAsync(string path, CancellationToken cancellationToken)
        => ((await BadAsync(path, cancellationToken)).Json(), (await YoursAsync(path, cancellationToken)).Json());

    /// <exception cref="RefusalException">The connection broke, or no answer came in time.</exception>
    public async Task<GradedAnswer> SendAsync(
        LaneRequest request, CancellationToken cancellationToken, string? accept = null, bool measure = false)
    {
        try
        {
            using var answer = await Demo.SendAsync(request, measure, cancellationToken, accept);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return new(request.Path, answer.StatusCode, answer.Headers, answer.Content.Headers, body);
        }
        catch (ApiUnreachableException e)
        {
            throw new RefusalException("fails", $"{request.Method} {request.Path}: {e.Message}");
        }
    }

    /// <summary>Returns what one request of the lane costs. For the plans, the statements run again.</summary>
    public async Task<GradedCost> CostAsync(string path, CancellationToken cancellationToken)
        => await CostOfAsync(await SendMeasuredAsync(path, cancellationToken), cancellationToken);

    /// <summary>Sends a request whose cost can be read later, so that nothing happens between such requests.</summary>
    public async Task<GradedAnswer> SendMeasuredAsync(
        string path, CancellationToken cancellationToken, string method = "GET")
        => (await SendAsync(new(method, prefix + path), cancellationToken, measure: true)).EnsureSuccess();

    public async Task<GradedCost> CostOfAsync(GradedAnswer answer, CancellationToken cancellationToken)
    {
        var id = answer.ChecklistId ?? throw new OtherApiException("The API does not tell what a request cost.");
        var counts = await Demo.GetAsync<RequestCounts>($"/checklist/requests/{id}", cancellationToken);
        if (counts.Commands == 0) return GradedCost.Of(counts, []);
        var plans = await Demo.GetAsync<RequestPlans>($"/demo/requests/{id}/plans", cancellationToken);
        return GradedCost.Of(counts, plans.Plans);
    }

    /// <summary>Changes the data: new orders, a renamed author, another price.</summary>
    public Task ChangeDataAsync(CancellationToken cancellationToken)
        => Demo.ExecuteAsync(new("POST", "/demo/workshop/change"), cancellationToken);

    public Task RestoreDataAsync(CancellationToken cancellationToken)
        => Demo.ExecuteAsync(new("DELETE", "/demo/workshop/change"), cancellationToken);

    public Task<JobCounts> JobsAsync(CancellationToken cancellationToken)
        => Demo.GetAsync<JobCounts>("/demo/workshop/jobs", cancellationToken);
}

/// <summary>Two running APIs of the same build. Their data is not the demo's, so an answer cannot be hard-coded. One
/// has twice as many rows as the other: what costs more there grows with the data.</summary>
internal sealed record GradedApis(GradedApi Small, GradedApi Twice)
{
    public IReadOnlyList<GradedApi> Both => [Small, Twice];
}

/// <param name="OpenClaims">Transactions that hold a lock on the queue: claims whose work is not done yet.</param>
internal sealed record JobCounts(long Pending, long Claimed, long Done, long OpenClaims);
