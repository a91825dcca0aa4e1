namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Makes a report of a month's sales: about 15 pages of days and cities, and one per 35 customers.</summary>
public static class SalesReport
{
    /// <summary>Longer names are cut, so that a row always fits on a page.</summary>
    public const int LongestName = 200;

    public static ReportDocument Build(SalesMonth month) => new(
        "Monthly sales report", $"{month.Month:MMMM yyyy}", month.Month.AddMonths(1).AddDays(-1),
        month.Lines.Count == 0 ? "No orders in this month." : Summary(Sum(month.Lines)), Bars(month.Lines),
        month.Lines.Count == 0 ? [] : [Days(month), Customers(month)]);

    private static string Summary(SalesLine all) =>
        $"{all.Orders:N0} orders, {all.Items:N0} items, NGN {all.Revenue:N2} revenue. {all.Lost:N0} of the orders were "
        + "cancelled or refunded. They are counted, but they bring no revenue. Each bar is the revenue of one day.";

    private static float[] Bars(IReadOnlyList<SalesLine> lines)
    {
        var days = lines.GroupBy(line => line.Day).Select(day => (float)Sum(day).Revenue).ToList();
        return [.. days.Select(day => day / Math.Max(1, days.Max()))];
    }

    private static ReportTable Days(SalesMonth month) => new(
        "Days and cities",
        [new("Day", 0.14f), new("City", 0.22f), new("Orders", 0.11f, true), new("Items", 0.11f, true),
            new("Delivered", 0.12f, true), new("Lost", 0.09f, true), new("Revenue (NGN)", 0.21f, true)],
        [.. month.Lines.GroupBy(line => line.Day)
            .SelectMany(day => day.Select(Row).Append(Row(Sum(day)) with { IsStrong = true }))]);

    private static ReportTable Customers(SalesMonth month) => new(
        "Top customers",
        [new("#", 0.09f, true), new("Customer", 0.38f), new("City", 0.21f), new("Orders", 0.11f, true),
            new("Revenue (NGN)", 0.21f, true)], // "#" has room for six digits: a rank on two lines makes a row higher
        [.. month.Customers.Select(Row)]);

    private static SalesLine Sum(IEnumerable<SalesLine> lines) => lines.Aggregate((sum, line) => new(
        line.Day, "", sum.Orders + line.Orders, sum.Items + line.Items, sum.Delivered + line.Delivered,
        sum.Lost + line.Lost, sum.Revenue + line.Revenue)) with
    { City = "All cities" };

    private static ReportRow Row(SalesLine line) => new(
        [$"{line.Day:yyyy-MM-dd}", Printable(line.City), $"{line.Orders:N0}", $"{line.Items:N0}",
            $"{line.Delivered:N0}", $"{line.Lost:N0}", $"{line.Revenue:N2}"]);

    private static ReportRow Row(SalesCustomer customer, int index) => new(
        [$"{index + 1}", Printable(customer.Name), Printable(customer.City), $"{customer.Orders:N0}",
            $"{customer.Revenue:N2}"]);

    // Control characters become blanks, and half a surrogate pair becomes U+FFFD: an engine may refuse both.
    private static string Printable(string name)
    {
        var cut = name.Length <= LongestName ? name : $"{name.AsSpan(0, LongestName - 1)}…";
        return string.Concat(cut.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString()));
    }
}
