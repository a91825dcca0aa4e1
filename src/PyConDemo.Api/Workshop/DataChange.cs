namespace PyConDemo.Api.Workshop;

/// <summary>Changes the data, so that an answer that was cached before is wrong afterwards.</summary>
public static class DataChange
{
    /// <summary>Adds seven orders with two timestamps, and changes an author's name and a product's price.</summary>
    /// <remarks>A second call adds seven more orders. <see cref="Undo"/> takes everything back.</remarks>
    public static Task<NoContent> Apply(NpgsqlDataSource db, CancellationToken cancellationToken) => RunAsync(db, """
        -- After an autovacuum the planner's estimate would be as good as a count.
        ALTER TABLE orders SET (autovacuum_enabled = false);

        WITH newest AS (SELECT max(id) AS id, max(created_at) AS created_at FROM orders)
        INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
        SELECT newest.id + n, newest.created_at + (n + 2) / 4 * interval '1 minute', 1 + n, n, 'paid', 1000 * n
        FROM newest, generate_series(1, 7) AS n;

        UPDATE users SET name = regexp_replace(name, ' II$', '') || ' II'
        WHERE id = (SELECT author_id FROM posts ORDER BY id DESC LIMIT 1);

        UPDATE products SET price = trunc(price) + 0.5
        WHERE id = 1;
        """, cancellationToken);

    /// <summary>Restores the seeded data.</summary>
    public static Task<NoContent> Undo(NpgsqlDataSource db, CancellationToken cancellationToken) => RunAsync(db, """
        DELETE FROM orders WHERE id > demo_rows('orders');
        ALTER TABLE orders RESET (autovacuum_enabled);
        UPDATE users SET name = regexp_replace(name, ' II$', '') WHERE name LIKE '% II';
        UPDATE products SET price = trunc(price) WHERE id = 1;
        """, cancellationToken);

    private static async Task<NoContent> RunAsync(NpgsqlDataSource db, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two changes at once would add the same orders.
        await connection.RunAsync(
            $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DataChange})", cancellationToken);
        await connection.RunAsync(sql, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
