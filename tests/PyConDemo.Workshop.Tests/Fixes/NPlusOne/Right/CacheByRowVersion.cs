// Right
// Each request asks which versions of the rows are visible; only unknown ones are read, at once.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private const int MaxKept = 5_000;

    private const string Versions = """
        SELECT p.id, p.xmin::text, u.id, u.xmin::text
        FROM (SELECT id, author_id, xmin FROM posts ORDER BY id DESC LIMIT $1) p
        JOIN users u ON u.id = p.author_id
        ORDER BY p.id DESC
        """;

    private const string Items = """
        SELECT p.id, p.xmin::text, u.id, u.xmin::text, p.title, p.created_at, u.name
        FROM posts p JOIN users u ON u.id = p.author_id
        WHERE p.id = ANY ($1)
        """;

    private static readonly ConcurrentDictionary<Key, PostItem> Kept = [];

    /// <summary>Posts with their author's name, with one command, or two.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        // One snapshot, so that a row that changes between the commands can't be missing.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellationToken);

        var page = new List<Key>(size);
        await using (var command = new NpgsqlCommand(Versions, connection, snapshot))
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken)) page.Add(ReadKey(row));
        }

        var found = new Dictionary<Key, PostItem>();
        foreach (var key in page)
            if (Kept.TryGetValue(key, out var item)) found[key] = item;
        int[] unknown = [.. page.Where(key => !found.ContainsKey(key)).Select(key => key.Post)];
        if (unknown.Length > 0)
        {
            if (Kept.Count + unknown.Length > MaxKept) Kept.Clear();
            await using var command = new NpgsqlCommand(Items, connection, snapshot);
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = unknown });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                var key = ReadKey(row);
                Kept[key] = found[key] = new(
                    key.Post, row.GetString(4), row.GetDateTime(5), row.GetString(6));
            }
        }

        await snapshot.CommitAsync(cancellationToken);
        return TypedResults.Ok(new NPlusOneResult([.. page.Select(key => found[key])]));
    }

    private static Key ReadKey(NpgsqlDataReader row)
        => new(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetString(3));

    private sealed record Key(int Post, string PostVersion, int Author, string AuthorVersion);
}
