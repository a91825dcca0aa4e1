using System.Security.Cryptography;
using System.Text;
using PyConDemo.Postgres;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>Creates what a check needs: databases from a template that is seeded once, and processes. Thread-safe.
/// </summary>
internal sealed class WorldFactory : IAsyncDisposable
{
    /// <summary>The setting with the names of the background services that a checked API keeps, separated by commas.
    /// </summary>
    public const string Background = "PYCONDEMO_BACKGROUND";

    /// <summary>The data is not the demo's, so an answer can't be written into the code.</summary>
    private const string Seed = "7301";

    /// <summary>A lane that keeps more in memory ends with an OutOfMemoryException.</summary>
    private const string HeapLimit = "0x30000000"; // 768 MB

    private readonly JudgeServer _server;
    private readonly string _program, _template, _folder;
    private readonly Action<string>? _onLine;

    private WorldFactory(JudgeServer server, string program, string template, string folder, Action<string>? onLine)
        => (_server, _program, _template, _folder, _onLine) = (server, program, template, folder, onLine);

    /// <param name="program">The built API.</param>
    /// <param name="folder">Where the images are kept.</param>
    /// <param name="serverFolder">Where PostgreSQL's data is kept.</param>
    /// <param name="onLine">Receives lines for people, and each line that an API prints, from any thread.</param>
    /// <exception cref="PostgresUnavailableException">There is no PostgreSQL; the message says what to install.
    /// </exception>
    /// <exception cref="CannotJudgeException">The server can't tell what it does.</exception>
    public static async Task<WorldFactory> OpenAsync(
        string program, string folder, string serverFolder, Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        var server = await JudgeServer.StartAsync(serverFolder, onLine, cancellationToken);
        var seed = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(program)!, "seed")).Order();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(seed.Select(File.ReadAllText))));
        var factory = new WorldFactory(
            server, program, $"template_{Convert.ToHexStringLower(hash)[..12]}", folder, onLine);
        try
        {
            await server.EnsureTemplateAsync(factory._template, SeedAsync, cancellationToken);
            return factory;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        async Task SeedAsync(string connectionString)
        {
            var api = await factory.StartAsync(connectionString, new Dictionary<string, string>(), cancellationToken);
            await api.DisposeAsync();
        }
    }

    public Task<CheckDatabase> CopyDatabaseAsync(CancellationToken cancellationToken)
        => _server.CopyAsync(_template, cancellationToken);

    /// <summary>Starts an API on a check's database.</summary>
    /// <exception cref="ApiException">The API did not start.</exception>
    public async Task<CheckedServer> StartAsync(
        CheckDatabase data, string role, IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken)
    {
        var log = await data.OpenLogAsync(role, cancellationToken);
        return new(await StartAsync(data.ConnectionString(role), settings, cancellationToken), log);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<CheckedProcess> StartAsync(
        string connectionString, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["Demo__Seed"] = Seed,
            ["Storage__Folder"] = Path.Combine(_folder, "objects"),
            ["DOTNET_GCHeapHardLimit"] = HeapLimit,
            // A process lives for seconds. Profiles for a later, better compilation only cost time.
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return CheckedProcess.StartAsync(_program, connectionString, environment, _onLine, cancellationToken);
    }
}
