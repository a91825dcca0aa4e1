using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests;

/// <summary>A database of one test, dropped on disposal.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _maintenance;

    private TestDatabase(string maintenance, string name)
    {
        (_maintenance, Name) = (maintenance, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(maintenance) { Database = name }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Name { get; }
    public string ConnectionString { get; }
    public NpgsqlDataSource Source { get; }

    public static async Task<TestDatabase> CreateAsync(string maintenance, string options)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync(maintenance, $"""CREATE DATABASE "{name}" {options}""");
        return new(maintenance, name);
    }

    public Task SeedAsync(DemoScale scale, bool owned = false, ISeedProgress? progress = null) =>
        new Seeder(Source, SeedFolder.FromProgramFolder(), progress ?? new SilentSeedProgress())
            .SeedAsync(scale, owned, TestContext.Current.CancellationToken);

    public Task ExecuteAsync(string sql) => Source.ExecuteAsync(sql);

    public Task<T> ScalarAsync<T>(string sql) => Source.ScalarAsync<T>(sql);

    /// <summary>Closes the pool: a template with a connection cannot be copied.</summary>
    public ValueTask DisconnectAsync() => Source.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        await DropAsync(_maintenance, Name);
    }

    public static Task DropAsync(string maintenance, string name) => RunAsync(maintenance, $"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""");

    private static async Task RunAsync(string maintenance, string sql)
    {
        await using var connection = new NpgsqlConnection(maintenance);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
