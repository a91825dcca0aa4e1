using PyConDemo.Api.Data.Seeding;
using PyConDemo.Folders;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Api.Hosting;

/// <summary>Section <c>Postgres</c>: where the database comes from.</summary>
public sealed record PostgresSettings : IValidatableObject
{
    /// <summary><c>auto</c>, or the one source to use.</summary>
    public PostgresSource Source { get; init; } = PostgresSource.Auto;

    /// <summary>The image for <see cref="PostgresSource.Container"/>: PostgreSQL 15 or newer.</summary>
    public string Image { get; init; } = new PostgresOptions().Image;

    /// <summary>The version for <see cref="PostgresSource.Download"/>: <c>latest</c>, or one to three numbers such as
    /// <c>17</c> and <c>17.6.0</c>. 15 or newer.</summary>
    [RegularExpression(@"latest|(1[5-9]|[2-9][0-9])(\.[0-9]{1,3}){0,2}(-[0-9]{1,3})?", ErrorMessage =
        "Version must be latest, or a version of PostgreSQL from 15 on, such as 17 or 17.6.0.")]
    public string Version { get; init; } = new PostgresOptions().Version;

    /// <summary>The Maven repository for <see cref="PostgresSource.Download"/>, an http or https address, or the
    /// absolute path of a folder.</summary>
    public string Mirror { get; init; } = new PostgresOptions().Mirror.OriginalString;

    /// <summary>The folder of the local clusters and the downloaded binaries, an absolute path. Null or empty means the
    /// usual place of this system.</summary>
    public string? DataFolder { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (!string.IsNullOrEmpty(DataFolder) && PrivateFolder.Problem(DataFolder) is null
            && !Path.IsPathFullyQualified(DataFolder))
        {
            yield return new($"Postgres__DataFolder must be an absolute path, not '{DataFolder}'.");
        }

        if (!MirrorAddress.TryParse(Mirror, out _)) yield return new(MirrorAddress.Rule);
    }
}

/// <summary>Starts PostgreSQL before anything that uses it is created, and stops it after all of that.</summary>
public sealed class PostgresHost(
    DemoSettings demo, PostgresSettings postgres, IConfiguration configuration) : IAsyncDisposable
{
    private PostgresServer? _server;
    private string? _database;

    /// <summary>True if the demo started the server, so that all of its databases belong to the demo.</summary>
    public bool Owned => _server is not null and not { Source: PostgresSource.Configured };

    /// <exception cref="InvalidOperationException"><see cref="StartAsync"/> has not ended yet.</exception>
    public string ConnectionString
        => _database ?? throw new InvalidOperationException("PostgreSQL has not been started yet.");

    /// <exception cref="PostgresUnavailableException">No source has a PostgreSQL that the demo can use.</exception>
    /// <exception cref="NpgsqlException">The server refuses to create the demo's database.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await PostgresServer.StartAsync(new PostgresOptions
        {
            Source = postgres.Source,
            Image = postgres.Image,
            Version = postgres.Version,
            Mirror = new Uri(postgres.Mirror),
            OnProgress = Console.WriteLine,
            DataFolder = postgres.DataFolder,
            ConnectionString = configuration.GetConnectionString("Demo"),
        }, cancellationToken);
        Console.WriteLine(_server.Description);

        _database = Owned
            ? await DatabaseCreator.EnsureAsync(_server.ConnectionString, demo.Scale, demo.Seed, cancellationToken)
            : await SessionDefaults.CheckAsync(_server.ConnectionString, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
