namespace PyConDemo.Workshop.Grading;

internal sealed class GradingSession : IAsyncDisposable
{
    private readonly GradingHost _small, _twice;

    // The seeds are fixed, so the data is seeded only once.
    private GradingSession(string program, IReadOnlyDictionary<string, string> settings, Action<string>? onLine)
    {
        _small = new(program, "small", "7301", settings, onLine);
        _twice = new(program, "twice", "20917", settings, onLine);
    }

    /// <inheritdoc cref="GradingHost(string, string, string, IReadOnlyDictionary{string, string}, Action{string})"/>
    /// <exception cref="ApiException">An API did not start.</exception>
    public static async Task<GradingSession> OpenAsync(
        string program, IReadOnlyDictionary<string, string> settings, Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        var session = new GradingSession(program, settings, onLine);
        try
        {
            await Task.WhenAll(
                session._small.StartAsync(cancellationToken), session._twice.StartAsync(cancellationToken));
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <param name="prefix">The prefix of the lane's routes: /yours.</param>
    public GradedApis Apis(string prefix = "/yours")
        => new(new GradedApi(_small, prefix), new GradedApi(_twice, prefix));

    public async ValueTask DisposeAsync()
        => await Task.WhenAll(_small.DisposeAsync().AsTask(), _twice.DisposeAsync().AsTask());
}
