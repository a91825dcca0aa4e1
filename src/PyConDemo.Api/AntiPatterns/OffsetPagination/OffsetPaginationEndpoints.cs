namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>A cursor for <c>/good/orders?after=…</c>.</summary>
public sealed record CursorResponse(string Cursor);

public static class OffsetPaginationEndpoints
{
    public static void MapOffsetPagination(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("offset-pagination");
        var lanes = routes.MapGroup("").AddEndpointFilter(LinkHeader.Write);

        lanes.MapGet("/bad/orders", OffsetPaginationBad.GetOrders);
        lanes.MapGet("/good/orders", OffsetPaginationGood.GetOrders);
        lanes.MapGet("/good/orders/before", OffsetPaginationBefore.GetOrders);
        lanes.MapGet("/yours/orders", OffsetPaginationYours.GetOrders);

        // It gives a race the cursor that a client would have from the page before. What is timed never calls it.
        routes.MapGet("/demo/orders/cursor", GetCursor);
    }

    /// <summary>The cursor of row N, newest first. With it, the good lane answers the rows from N + 1 on.</summary>
    private static async Task<Results<Ok<CursorResponse>, ProblemHttpResult>> GetCursor(
        DemoDb db, [Range(1, int.MaxValue)] int row, CancellationToken cancellationToken)
    {
        var order = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(row - 1)
            .Select(OrderItem.FromOrder)
            .FirstOrDefaultAsync(cancellationToken);

        return order is null
            ? TypedResults.Problem(
                $"There is no row {row}: the list is shorter.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(new CursorResponse(OrderCursor.After(order).ToString()));
    }
}
