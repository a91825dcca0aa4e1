using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.OffsetPagination.Right;

/// <summary>Writes the row value in SQL, and uses a cursor of its own.</summary>
[Fix("offset-pagination")]
public static class RowValueInSql
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var place = (after ?? "9999-12-31T00:00:00Z_0").Split('_');
        var (createdAt, id) = (DateTime.Parse(place[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), long.Parse(place[1], CultureInfo.InvariantCulture));
        var orders = await db.Orders.FromSql($"""
            SELECT * FROM orders
            WHERE (created_at, id) < ({createdAt}, {id})
            ORDER BY created_at DESC, id DESC
            LIMIT {size + 1}
            """).Select(OrderItem.FromOrder).ToListAsync(cancellationToken);
        var last = orders.Count > size ? orders[size - 1] : null;

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: last is null ? null : $"/yours/orders?after={last.CreatedAt:yyyy-MM-ddTHH:mm:ss.ffffffZ}_{last.Id}&size={size}",
            Prev: null));
    }
}
