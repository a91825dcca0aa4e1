namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>One page of orders, newest first.</summary>
/// <param name="Orders">At most as many as were asked for.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
/// <param name="Prev">The address of the page before; null on the first one.</param>
public sealed record OffsetPaginationResult(IReadOnlyList<OrderItem> Orders, string? Next, string? Prev);
