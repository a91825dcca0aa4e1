using System.Globalization;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Turns a month's sales into a report: about 15 pages of days and cities, and one for each 25 customers.</summary>
public static class SalesReport
{
    /// <summary>A name longer than this is cut with an ellipsis: a row must fit on a page, whatever a customer typed.</summary>
    public const int LongestName = 200;

    private static readonly byte[] _letterhead = ReadLetterhead();

    public static ReportDocument Build(SalesMonth month) => new(
        "Monthly sales report",
        Text($"{month.Month:MMMM yyyy}"),
        month.Month.AddMonths(1).AddDays(-1),
        month.Lines.Count == 0 ? [new ReportPicture(_letterhead), new ReportParagraph("No orders in this month.")] : Blocks(month));

    private static ReportBlock[] Blocks(SalesMonth month) =>
    [
        new ReportPicture(_letterhead),
        new ReportParagraph(Summary(month.Lines)),
        new ReportHeading("Revenue by day"),
        new ReportBarChart("NGN thousand, by day of the month", [.. month.Lines.GroupBy(l => l.Day).Select(Bar)]),
        new ReportHeading("Days and cities", NewPage: true),
        new ReportTable(
            [new("Day", 2), new("City", 3), new("Orders", 1.5f, true), new("Items", 1.5f, true), new("Delivered", 1.8f, true),
                new("Lost", 1.3f, true), new("Revenue (NGN)", 3, true)],
            [.. month.Lines.GroupBy(l => l.Day).SelectMany(day => (IEnumerable<ReportRow>)[.. day.Select(Row), Total(day)])]),
        new ReportHeading("Top customers", NewPage: true),
        new ReportTable(
            [new("#", 0.8f, true), new("Customer", 5), new("City", 3), new("Orders", 1.5f, true), new("Revenue (NGN)", 3, true)],
            [.. month.Customers.Select(Row)]),
    ];

    private static string Summary(IReadOnlyList<SalesLine> lines)
    {
        var all = Sum(lines[0].Day, lines);
        return Text($"{all.Orders:N0} orders, {all.Items:N0} items, NGN {all.Revenue:N2} revenue.")
            + Text($" {all.Lost:N0} of the orders were cancelled or refunded: they are counted, and bring no revenue.");
    }

    private static ReportBar Bar(IGrouping<DateOnly, SalesLine> day) =>
        new(Text($"{day.Key.Day}"), decimal.Round(day.Sum(l => l.Revenue) / 1000));

    private static ReportRow Row(SalesLine line) => Row(line, line.City, isTotal: false);

    private static ReportRow Total(IGrouping<DateOnly, SalesLine> day) => Row(Sum(day.Key, day), "All cities", isTotal: true);

    private static SalesLine Sum(DateOnly day, IEnumerable<SalesLine> lines) => lines.Aggregate(
        new SalesLine(day, "", 0, 0, 0, 0, 0),
        (sum, l) => new(day, "", sum.Orders + l.Orders, sum.Items + l.Items, sum.Delivered + l.Delivered, sum.Lost + l.Lost, sum.Revenue + l.Revenue));

    private static ReportRow Row(SalesLine line, string city, bool isTotal) => new(
        [Text($"{line.Day:yyyy-MM-dd}"), Cut(city), Text($"{line.Orders:N0}"), Text($"{line.Items:N0}"), Text($"{line.Delivered:N0}"),
            Text($"{line.Lost:N0}"), Text($"{line.Revenue:N2}")], isTotal);

    private static ReportRow Row(SalesCustomer customer, int index) => new(
        [Text($"{index + 1}"), Cut(customer.Name), Cut(customer.City), Text($"{customer.Orders:N0}"), Text($"{customer.Revenue:N2}")]);

    // A name may end in half a surrogate pair here: both engines replace what they can't draw.
    private static string Cut(string name) => name.Length <= LongestName ? name : $"{name.AsSpan(0, LongestName - 1)}…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static byte[] ReadLetterhead()
    {
        using var stream = typeof(SalesReport).Assembly.GetManifestResourceStream("Letterhead.jpg")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
