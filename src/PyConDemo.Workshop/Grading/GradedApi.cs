using System.Text.Json;
using PyConDemo.ApiClient;

namespace PyConDemo.Workshop.Grading;

/// <summary>The questions that exercises ask of an API, about one lane. Thread-safe but for the restart.</summary>
/// <param name="prefix">Of the lane's routes: /yours.</param>
internal sealed class GradedApi(GradingHost host, string prefix)
{
    /// <summary>The set-up routes: resets, refreshes, vitals.</summary>
    public DemoClient Demo => host.Demo;

    /// <param name="path">Below the lane's prefix: /posts?size=7.</param>
    public Task<GradedAnswer> BadAsync(string path, CancellationToken cancellationToken, string method = "GET", string? body = null)
        => SendAsync(new LaneRequest(method, "/bad" + path, body), cancellationToken);

    public Task<GradedAnswer> GoodAsync(string path, CancellationToken cancellationToken) => SendAsync(LaneRequest.Get("/good" + path), cancellationToken);

    public Task<GradedAnswer> YoursAsync(string path, CancellationToken cancellationToken, string method = "GET", string? body = null, string? accept = null)
        => SendAsync(new LaneRequest(method, prefix + path, body), cancellationToken, accept);

    /// <param name="accept">Of encodings; null asks for none.</param>
    /// <exception cref="RefusalException">The program went away, or gave no answer within 60 s.</exception>
    public async Task<GradedAnswer> SendAsync(LaneRequest request, CancellationToken cancellationToken, string? accept = null, bool examine = false)
    {
        using var message = request.ToMessage();
        if (accept is not null) message.Headers.Add("Accept-Encoding", accept);
        if (examine) message.Headers.Add("Checklist", "on");
        try
        {
            using var answer = await host.Http.SendAsync(message, cancellationToken);
            var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return new(request.Path, answer.StatusCode, answer.Headers, answer.Content.Headers, content);
        }
        catch (HttpRequestException)
        {
            throw new RefusalException("fails", $"{request.Method} {request.Path}: the connection broke before the answer.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusalException("fails", $"{request.Method} {request.Path}: no answer within {host.Http.Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>What one request of the lane costs. The statements run again for their plans, and are rolled back.</summary>
    public async Task<GradedCost> CostAsync(string path, CancellationToken cancellationToken, string method = "GET", string? body = null, bool bad = false)
        => await CostOfAsync(await SendMeasuredAsync(path, cancellationToken, method, body, bad), cancellationToken);

    /// <summary>An answer whose cost can be asked for later: nothing else happens between several of them.</summary>
    public async Task<GradedAnswer> SendMeasuredAsync(string path, CancellationToken cancellationToken, string method = "GET", string? body = null, bool bad = false)
        => (await SendAsync(new LaneRequest(method, (bad ? "/bad" : prefix) + path, body), cancellationToken, examine: true)).EnsureOk();

    public async Task<GradedCost> CostOfAsync(GradedAnswer answer, CancellationToken cancellationToken)
    {
        var id = answer.ChecklistId ?? throw new OtherApiException("The API does not tell what a request cost.");
        var vitals = await Demo.GetAsync<JsonElement>($"/checklist/requests/{id}", cancellationToken);
        var plans = vitals.GetProperty("commands").GetInt64() == 0 ? (JsonElement?)null
            : await Demo.GetAsync<JsonElement>($"/demo/requests/{id}/plans", cancellationToken);
        return GradedCost.Of(vitals, plans);
    }

    /// <summary>The data a moment later: new orders, a renamed author, another price. Undone by <see cref="RestoreDataAsync"/>.</summary>
    public Task ChangeDataAsync(CancellationToken cancellationToken) => SendChangeAsync("POST", "/demo/workshop/change", cancellationToken);

    public Task RestoreDataAsync(CancellationToken cancellationToken) => SendChangeAsync("DELETE", "/demo/workshop/change", cancellationToken);

    /// <summary>The queue's jobs, by state, as committed.</summary>
    public async Task<(long Pending, long Claimed, long Done, long Failed)> JobsAsync(CancellationToken cancellationToken)
    {
        var jobs = await Demo.GetAsync<JsonElement>("/demo/workshop/jobs", cancellationToken);
        long Of(string state) => jobs.GetProperty(state).GetInt64();
        return (Of("pending"), Of("claimed"), Of("done"), Of("failed"));
    }

    /// <summary>kill -9 in the middle of whatever it does, and a new start on the same data.</summary>
    /// <param name="with">Further environment variables of the new process; the next restart forgets them.</param>
    public Task KillAndRestartAsync(CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? with = null)
        => host.KillAndRestartAsync(cancellationToken, with);

    private async Task SendChangeAsync(string method, string path, CancellationToken cancellationToken)
    {
        using var answer = await Demo.SendAsync(new LaneRequest(method, path), checklist: false, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new OtherApiException($"{method} {path} answers {(int)answer.StatusCode}: is this the workshop's data?");
    }
}
