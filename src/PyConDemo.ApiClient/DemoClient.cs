using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>All requests to the API that are not timed load. Thread-safe.</summary>
/// <param name="address">The API's address. It has the API's key as the password, if the API needs one.</param>
public sealed class DemoClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = NewHttp(address);

    /// <summary>The address with the key. It must not be shown or saved.</summary>
    public Uri Address => address;

    /// <summary>The address without the key.</summary>
    public Uri Target { get; } = WithoutKey(address);

    /// <summary>Removes the user name and the password from an address.</summary>
    public static Uri WithoutKey(Uri address)
        => new(address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));

    public Task<IReadOnlyList<Pattern>> PatternsAsync(CancellationToken cancellationToken)
        => GetAsync<IReadOnlyList<Pattern>>("/demo/patterns", cancellationToken);

    public Task<Vitals> VitalsAsync(CancellationToken cancellationToken)
        => GetAsync<Vitals>("/vitals", cancellationToken);

    /// <summary>Returns the cursor of one row. With it, the good lane answers the rows after that row.</summary>
    public async Task<string> CursorAsync(long row, CancellationToken cancellationToken)
        => (await GetAsync<CursorAnswer>($"/demo/orders/cursor?row={row}", cancellationToken)).Cursor;

    public Task ResetJobsAsync(long pending, CancellationToken cancellationToken)
        => ExecuteAsync(new("POST", $"/demo/jobs/reset?pending={pending}"), cancellationToken);

    /// <summary>Refreshes the good lane's dashboard. Returns when it shows the data that the bad lane counts.</summary>
    public Task RefreshDashboardAsync(CancellationToken cancellationToken)
        => ExecuteAsync(new("POST", "/demo/dashboard/refresh"), cancellationToken);

    /// <summary>Removes what races and rehearsals left behind.</summary>
    public Task<ResetCounts> ResetAsync(CancellationToken cancellationToken)
        => ReadAsync<ResetCounts>(new("POST", "/demo/reset"), cancellationToken);

    /// <exception cref="ApiException">The target does not answer, or answers with an error or with other
    /// data.</exception>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        => ReadAsync<T>(LaneRequest.Get(path), cancellationToken);

    /// <summary>Sends a request whose answer holds nothing that matters.</summary>
    /// <exception cref="ApiException">The target does not answer, or answers with an error.</exception>
    public async Task ExecuteAsync(LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: false, cancellationToken);
        await EnsureSuccessAsync(answer, request.Path, cancellationToken);
    }

    /// <summary>Sends one request and reads the whole answer, of any status. The caller disposes it.</summary>
    /// <param name="checklist">Whether the API counts what the request costs.</param>
    /// <param name="accept">The accepted encodings; null accepts none.</param>
    /// <exception cref="ApiUnreachableException">The connection broke, or no answer came within 60 s.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        LaneRequest request, bool checklist, CancellationToken cancellationToken, string? accept = null)
    {
        using var message = request.ToMessage();
        if (checklist) message.Headers.Add("Checklist", "on");
        if (accept is not null) message.Headers.Add("Accept-Encoding", accept);
        try
        {
            return await _http.SendAsync(message, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            var reason = e.InnerException is SocketException socket
                ? $"{socket.SocketErrorCode}" : $"{e.HttpRequestError}";
            throw new ApiUnreachableException($"Nothing answers at {Target} ({reason}).", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiUnreachableException(
                $"{Target} gave no answer to {request.Path} in {_http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Returns what one request cost.</summary>
    /// <returns>Null when the API does not tell: an older version, or one outside Development.</returns>
    public async Task<RequestVitals?> MeasureAsync(LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: true, cancellationToken);
        return await VitalsOfAsync(answer, cancellationToken);
    }

    /// <summary>Returns what one request cost, including buffers and locks from the plans of its statements. For the
    /// plans the statements run again, so this must not run during timed load.</summary>
    /// <param name="restore">Restores the data to its state before the request.</param>
    public async Task<RequestVitals?> ExplainAsync(
        LaneRequest request, Func<Task> restore, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: true, cancellationToken);
        if (await VitalsOfAsync(answer, cancellationToken) is not { } vitals) return null;
        vitals = vitals with { PagesRendered = await PdfPages.OfAsync(answer, cancellationToken) };
        await restore();

        var path = $"/demo/requests/{ChecklistId(answer)}/plans";
        using var explained = await SendAsync(LaneRequest.Get(path), checklist: false, cancellationToken);
        if (!explained.IsSuccessStatusCode) return vitals; // an older API, or one that does not trust this machine
        var plans = (await explained.Content.ReadFromJsonAsync<PlansAnswer>(cancellationToken))!.Plans;
        return plans.All(p => p.Error is not null) ? vitals : vitals with
        {
            Buffers = plans.Sum(p => p.Count * p.Buffers),
            RowsLocked = plans.Max(p => p.Count * p.RowsLocked),
        };
    }

    /// <summary>Waits until the target is ready for races.</summary>
    /// <param name="onWait">Called once if the target says that it is not ready yet.</param>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken cancellationToken, Action? onWait = null)
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
            onWait?.Invoke();
            onWait = null;
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Waits until at most <paramref name="most"/> jobs are left and no request waits for a thread.</summary>
    /// <param name="limit">The longest wait; null waits without a limit.</param>
    /// <returns>The jobs that are left when the limit is reached; null when it was not reached.</returns>
    public async Task<long?> WaitForBacklogAsync(long most, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var vitals = await VitalsAsync(cancellationToken);
            if (vitals.Backlog <= most && vitals.ThreadPoolQueue == 0) return null; // an unknown backlog is not empty
            if (Stopwatch.GetElapsedTime(since) > limit) return vitals.Waiting;
            await Task.Delay(25, cancellationToken);
        }
    }

    private async Task<RequestVitals?> VitalsOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
        => ChecklistId(answer) is { } id
            ? await GetAsync<RequestVitals>($"/checklist/requests/{id}", cancellationToken) : null;

    private static string? ChecklistId(HttpResponseMessage answer)
        => answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;

    private async Task<T> ReadAsync<T>(LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, checklist: false, cancellationToken);
        await EnsureSuccessAsync(answer, request.Path, cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new OtherApiException($"{Target} is not this demo: {request.Path} answers with other data.", e);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage answer, string path, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode) return;
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new ApiErrorException($"{Target} needs its key. It is the setting Demo__Key, or the API printed it "
                + $"when it started. Use it in the address: {Target.Scheme}://:KEY@{Target.Authority}");
        }

        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            && await ProblemDetail.ReadAsync(answer.Content, cancellationToken) is { } detail)
        {
            throw new ApiDeclinedException(detail);
        }

        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw new OtherApiException($"{Target} is not this demo: it has no {path}.");
        var text = (await answer.Content.ReadAsStringAsync(cancellationToken)).ReplaceLineEndings(" ");
        throw new ApiErrorException($"{path} answered {(int)answer.StatusCode}: {text[..Math.Min(200, text.Length)]}");
    }

    private static HttpClient NewHttp(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        var http = new HttpClient(handler)
        {
            BaseAddress = WithoutKey(address),
            Timeout = TimeSpan.FromSeconds(60), // resets and refreshes are slow on large data
        };
        if (address.UserInfo is { Length: > 0 } userInfo)
        {
            var userAndPassword = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userInfo));
            http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(userAndPassword));
        }

        return http;
    }

    public void Dispose() => _http.Dispose();

    private sealed record CursorAnswer(string Cursor);

    private sealed record PlansAnswer(IReadOnlyList<Plan> Plans);

    /// <summary>A statement that was sent <paramref name="Count"/> times. The costs are those of one time.</summary>
    private sealed record Plan(long Count, long Buffers, long RowsLocked, string? Error);
}

/// <summary>What the API's reset removed, and the number of jobs that are pending afterwards.</summary>
public sealed record ResetCounts(long Reports, long Objects, long HangfireJobs, long Jobs);
