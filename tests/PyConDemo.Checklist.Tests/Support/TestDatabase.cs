using Npgsql;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A database for one test class, with a few posts and authors.</summary>
public sealed class TestDatabase(Cluster cluster) : IAsyncLifetime
{
    private readonly string _name = $"checklist_{Guid.NewGuid():n}";

    /// <summary>A data source that uses the checklist.</summary>
    public NpgsqlDataSource Source { get; private set; } = null!;

    public string ConnectionString
        => new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = _name }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await Admin($"CREATE DATABASE {_name}");
        var builder = new NpgsqlDataSourceBuilder(ConnectionString);
        builder.UseServerHealthChecklist();
        Source = builder.Build();
        await using var schema = Source.CreateCommand(Schema);
        await schema.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Admin($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private async Task Admin(string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private const string Schema = """
        CREATE TABLE authors (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE posts (id int PRIMARY KEY, author_id int NOT NULL REFERENCES authors, title text NOT NULL);
        CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL, amount int NOT NULL);
        CREATE TABLE jobs (id int PRIMARY KEY, status text NOT NULL);
        INSERT INTO authors SELECT n, 'author ' || n FROM generate_series(1, 200) n;
        INSERT INTO posts SELECT n, n, 'post ' || n FROM generate_series(1, 200) n;
        INSERT INTO orders
            SELECT n, CASE WHEN n % 1000 = 0 THEN 'rare' ELSE 'paid' END, n % 100 FROM generate_series(1, 30000) n;
        INSERT INTO jobs SELECT n, 'pending' FROM generate_series(1, 3000) n;
        CREATE INDEX ON orders (status);
        CREATE PROCEDURE touch(int) LANGUAGE sql AS 'UPDATE jobs SET status = status WHERE id = $1';
        CREATE FUNCTION author_of(int) RETURNS SETOF authors LANGUAGE sql STABLE
            AS 'SELECT * FROM authors WHERE id = $1';
        CREATE FUNCTION locked_job(int) RETURNS int LANGUAGE sql AS 'SELECT id FROM jobs WHERE id = $1 FOR UPDATE';
        ANALYZE;
        """;
}
