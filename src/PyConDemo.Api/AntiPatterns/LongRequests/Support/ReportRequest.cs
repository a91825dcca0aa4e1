using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The request of all lanes.</summary>
/// <param name="Month">A month with orders, such as 2025-03.</param>
public sealed record ReportRequest(
    [Required]
    [RegularExpression("^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", ErrorMessage = "month must be a month such as 2025-03.")]
    string Month)
{
    /// <summary>Checks the month before the report is accepted. A report that can't succeed must not wait.</summary>
    public async Task<DateOnly> ReadMonthAsync(DemoDb db, CancellationToken cancellationToken)
    {
        var month = DateOnly.ParseExact(Month, "yyyy-MM", CultureInfo.InvariantCulture);
        var (from, to) = (SalesMonthQuery.Midnight(month), SalesMonthQuery.Midnight(month.AddMonths(1)));

        // Any() has no order, and then PostgreSQL sometimes reads the whole table until it finds the month.
        var first = await db.Orders.Where(order => order.CreatedAt >= from).OrderBy(order => order.CreatedAt)
            .Select(order => (DateTime?)order.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        return first < to ? month
            : throw new BadHttpRequestException($"month {Month} has no orders: there is nothing to report.");
    }
}
