namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>A cursor for <c>/good/orders?after=…</c>.</summary>
public sealed record CursorResponse(string Cursor);
