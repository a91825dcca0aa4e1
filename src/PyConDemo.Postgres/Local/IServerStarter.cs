namespace PyConDemo.Postgres.Local;

/// <summary>Starts the server of a home. Disposal says goodbye in good order; the server runs on.</summary>
internal interface IServerStarter : IAsyncDisposable
{
    /// <returns>True when the server accepts connections; else its log says why not.</returns>
    Task<bool> StartServerAsync();
}
