namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>A cursor for <c>/good/orders?after=…</c>.</summary>
public sealed record CursorResponse(string Cursor);

/// <summary>Gives a race the cursor that a client would have from the page before. What is timed never calls
/// it.</summary>
public static class CursorEndpoint
{
    /// <summary>The cursor of row N, newest first. With it, the good lane answers the rows from N + 1 on.</summary>
    public static async Task<Results<Ok<CursorResponse>, ProblemHttpResult>> GetCursor(
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
