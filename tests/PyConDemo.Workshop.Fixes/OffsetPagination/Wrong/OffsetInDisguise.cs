using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.OffsetPagination.Wrong;

/// <summary>Uses an offset as a cursor: new orders move old ones onto the next page.</summary>
[Fix("offset-pagination", Refused = "repeats")]
public static class OffsetInDisguise
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var offset = int.Parse(after ?? "0", CultureInfo.InvariantCulture);
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(offset)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size ? $"/yours/orders?after={offset + size}&size={size}" : null,
            Prev: null));
    }
}
