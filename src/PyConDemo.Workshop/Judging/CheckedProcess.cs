using Npgsql;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>An API on a check's database. It may serve one lane that was compiled apart from it. Thread-safe, except
/// for
/// the load of the lane.</summary>
internal sealed class CheckedProcess : IAsyncDisposable
{
    /// <summary>The longest wait for an answer. The slowest right answer takes a second on a busy machine.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(2);

    private readonly ApiProcess _process;
    private readonly PostgresProxy _proxy;
    private readonly HttpClient _http;
    private readonly DemoClient _demo;

    private CheckedProcess(ApiProcess process, PostgresProxy proxy)
    {
        (_process, _proxy) = (process, proxy);
        _demo = new(process.Address);
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = process.Address,
            Timeout = AnswerTimeout,
        };
    }

    public Uri Address => _process.Address;

    /// <summary>Bytes that PostgreSQL has sent to this process so far.</summary>
    public long BytesFromServer => _proxy.Received;

    /// <summary>Does something each time that data of PostgreSQL is on its way to this process, which waits for it.
    /// Null ends that.</summary>
    public void BeforeData(Func<Task>? action) => _proxy.BeforeData = action;

    /// <param name="program">The built API.</param>
    /// <param name="environment">Settings of the API.</param>
    /// <param name="onLine">Receives each line that the API prints, from any thread.</param>
    /// <exception cref="ApiException">The API did not start, or did not get ready.</exception>
    public static async Task<CheckedProcess> StartAsync(
        string program, string connectionString, IReadOnlyDictionary<string, string> environment,
        Action<string>? onLine, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var proxy = new PostgresProxy(server.Port);
        (server.Host, server.Port) = ("127.0.0.1", proxy.Port);
        var command = ApiProcess.Command(program, "small");
        command.Environment["ConnectionStrings__Demo"] = server.ConnectionString;
        foreach (var (name, value) in environment) command.Environment[name] = value;
        ApiProcess? process = null;
        try
        {
            process = await ApiProcess.StartAsync(command, onLine, cancellationToken);
            var started = new CheckedProcess(process, proxy);
            await started._demo.ReadyAsync(ReadyTimeout, cancellationToken);
            return started;
        }
        catch (Exception e)
        {
            if (process is not null) await process.DisposeAsync();
            await proxy.DisposeAsync();
            if (e is not ApiUnreachableException) throw;
            throw new ApiStartException($"The checked API ended: {process?.LastLine}", e);
        }
    }

    /// <summary>Serves the lane of an assembly at /yours/….</summary>
    /// <exception cref="RefusalException">The assembly has no such handler, or its type can't be
    /// initialised.</exception>
    public async Task LoadAsync(string assembly, CancellationToken cancellationToken)
    {
        var path = $"/judge/lane?assembly={Uri.EscapeDataString(assembly)}";
        var answer = await SendAsync(new("POST", path), cancellationToken);
        Refuse.If(!answer.IsSuccess, "fails", $"Your lane can't be loaded: {answer.Reason()}");
    }

    /// <summary>Puts the clock of the process forward.</summary>
    public Task MoveClockAsync(TimeSpan by, CancellationToken cancellationToken)
        => SendAsync(new("POST", $"/judge/clock?seconds={by.TotalSeconds:0}"), cancellationToken);

    /// <summary>Bytes that the process still needs after a garbage collection.</summary>
    public async Task<long> MemoryAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(LaneRequest.Get("/judge/memory"), cancellationToken);
        return JsonSerializer.Deserialize<long>(answer.Body);
    }

    /// <summary>Holds the next works (jobs or reports) of this process until <see cref="ReleaseWorkAsync"/>.</summary>
    /// <param name="skip">How many may pass before.</param>
    /// <param name="count">How many are held. All others pass.</param>
    public Task HoldWorkAsync(CancellationToken cancellationToken, int skip = 0, int count = 1_000)
        => SendAsync(new("POST", $"/judge/work/hold?skip={skip}&count={count}"), cancellationToken);

    public Task ReleaseWorkAsync(CancellationToken cancellationToken)
        => SendAsync(new("POST", "/judge/work/release"), cancellationToken);

    /// <summary>Lets the work of this name fail once.</summary>
    public Task FailWorkAsync(string name, CancellationToken cancellationToken)
        => SendAsync(new("POST", $"/judge/work/fail?name={Uri.EscapeDataString(name)}"), cancellationToken);

    /// <summary>The work that the process has done, and that it does now.</summary>
    public async Task<WorkSeen> WorkAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(LaneRequest.Get("/judge/work"), cancellationToken);
        return JsonSerializer.Deserialize<WorkSeen>(answer.Body, JsonSerializerOptions.Web)!;
    }

    /// <exception cref="RefusalException">The connection broke, or no answer came in time.</exception>
    public async Task<LaneAnswer> SendAsync(
        LaneRequest request, CancellationToken cancellationToken,
        params IEnumerable<(string Name, string Value)> headers)
    {
        using var message = request.ToMessage();
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken);
            return await LaneAnswer.ReadAsync(request.Path, response, cancellationToken);
        }
        catch (HttpRequestException)
        {
            throw new RefusalException("fails", $"{request.Path}: the connection broke. {await EndAsync()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusalException("fails", $"{request.Path}: no answer within "
                + $"{AnswerTimeout.TotalSeconds:0} s. Is there a loop, or an await that never ends?");
        }
    }

    /// <summary>Kills the process (kill -9), whatever it does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Ends the process at once: whatever it would still do, its database is dropped next.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _demo.Dispose();
        await _process.KillAsync();
        await _process.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private async Task<string> EndAsync()
    {
        using var wait = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _process.EndedAsync(wait.Token);
            return $"The process has ended: {_process.LastLine}";
        }
        catch (OperationCanceledException)
        {
            return "The process still runs.";
        }
    }
}

/// <summary>The work that a process has done: jobs by their ids, or reports by their titles.</summary>
/// <param name="Running">What has begun and not ended.</param>
/// <param name="Done">What has ended, in this order.</param>
internal sealed record WorkSeen(IReadOnlyList<string> Running, IReadOnlyList<string> Done);
