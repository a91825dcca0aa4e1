using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>offset-pagination, forward.</summary>
internal static class HandWrittenOrders
{
    private const string Sql = """
        SELECT o.id, o.created_at, o.user_id, o.status, o.amount, o.item_count
        FROM orders AS o
        WHERE (o.created_at, o.id) < ($1, $2)
        ORDER BY o.created_at DESC, o.id DESC
        LIMIT $3
        """;

    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        NpgsqlDataSource db, HttpResponse response, CancellationToken cancellationToken, string? after = null, int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<DateTime> { TypedValue = cursor.CreatedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new NpgsqlParameter<long> { TypedValue = cursor.Id },
                new NpgsqlParameter<int> { TypedValue = size + 1 },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var orders = new List<OrderItem>(size + 1);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(new OrderItem(
                reader.GetInt64(0), reader.GetDateTime(1), reader.GetInt32(2), reader.GetString(3), reader.GetDecimal(4), reader.GetInt32(5)));
        }

        var next = orders.Count > size ? $"/good/orders?after={OrderCursor.After(orders[size - 1])}&size={size}" : null;
        var prev = after is null ? null : $"/good/orders/before?cursor={after}&size={size}";
        var links = (next, prev) switch
        {
            (not null, not null) => $"<{next}>; rel=\"next\", <{prev}>; rel=\"prev\"",
            (not null, null) => $"<{next}>; rel=\"next\"",
            (null, not null) => $"<{prev}>; rel=\"prev\"",
            _ => null,
        };
        if (links is not null) response.Headers.Link = links;

        return TypedResults.Ok(new OffsetPaginationResult(orders[..Math.Min(size, orders.Count)], next, prev));
    }
}
