namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A month's sales, as the report shows them.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Lines">By day, then by revenue. Empty in a month without orders.</param>
/// <param name="Customers">By revenue, highest first.</param>
public sealed record SalesMonth(DateOnly Month, IReadOnlyList<SalesLine> Lines, IReadOnlyList<SalesCustomer> Customers);
