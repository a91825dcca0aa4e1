using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.OffsetPagination.Wrong;

/// <summary>The order of the ids is not quite the order of the times.</summary>
[Fix("offset-pagination", Refused = "same-answer")]
public static class IdOnly
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        var id = cursor.Id;
        var orders = await db.Orders
            .OrderByDescending(order => order.Id)
            .Where(order => order.Id < id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}" : null,
            Prev: null));
    }
}
