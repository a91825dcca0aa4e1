using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.OffsetPagination.Wrong;

/// <summary>Pages kept for ever: the newest orders never show.</summary>
[Fix("offset-pagination", Refused = "stale")]
public static class PagesForEver
{
    private static readonly ConcurrentDictionary<string, OffsetPaginationResult> Pages = [];

    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var key = $"{after} {size}";
        if (!Pages.TryGetValue(key, out var page))
        {
            var cursor = OrderCursor.Parse(after);
            var orders = await db.Orders
                .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
                .Where(order => EF.Functions.LessThan(ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
                .Take(size + 1)
                .Select(OrderItem.FromOrder)
                .ToListAsync(cancellationToken);
            Pages[key] = page = new OffsetPaginationResult(
                orders[..Math.Min(size, orders.Count)],
                Next: orders.Count > size ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}" : null,
                Prev: null);
        }

        return TypedResults.Ok(page);
    }
}
