using System.Globalization;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using UglyToad.PdfPig;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>Reads the PDF file of the engine that was compiled in.</summary>
public class ReportRendererTests
{
    private static readonly ReportRenderer Renderer = new();

    [Fact]
    public void A_month_is_about_twenty_pages_each_with_its_number()
    {
        using var pdf = Open(ReportFixture.Month());
        Assert.InRange(pdf.NumberOfPages, 18, 22);
        foreach (var page in pdf.GetPages())
            Assert.Contains($"Page{page.Number}of{pdf.NumberOfPages}", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Title_month_and_date_are_there()
    {
        using var pdf = Open(ReportFixture.Month());
        Assert.Contains("Monthlysalesreport", Text(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.Contains("March2025", Text(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.Equal("Monthly sales report", pdf.Information.Title);
        Assert.Contains("20250331", pdf.Information.CreationDate, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_is_there_once_in_order()
    {
        var month = ReportFixture.Month();
        using var pdf = Open(month);
        var text = string.Concat(pdf.GetPages().Select(Text));
        var at = 0;
        foreach (var row in month.Lines.Select(LineRow).Concat(month.Customers.Select(CustomerRow)))
        {
            var found = text.IndexOf(row, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"missing, or out of order: {row}");
            Assert.Equal(-1, text.IndexOf(row, found + 1, StringComparison.Ordinal));
            at = found;
        }
    }

    [Fact]
    public void Every_day_has_its_total()
    {
        var month = ReportFixture.Month();
        using var pdf = Open(month);
        var text = string.Concat(pdf.GetPages().Select(Text));
        foreach (var day in month.Lines.GroupBy(l => l.Day))
        {
            var total = new SalesLine(
                day.Key, "All cities", day.Sum(l => l.Orders), day.Sum(l => l.Items),
                day.Sum(l => l.Delivered), day.Sum(l => l.Lost), day.Sum(l => l.Revenue));
            Assert.Contains(LineRow(total), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_table_header_is_on_every_page_of_the_table()
    {
        using var pdf = Open(ReportFixture.Month());
        var pages = pdf.GetPages().Select(Text).Where(t => t.Contains("Allcities", StringComparison.Ordinal)).ToList();
        Assert.InRange(pages.Count, 12, 20);
        Assert.All(
            pages, t => Assert.Contains("DayCityOrdersItemsDeliveredLostRevenue(NGN)", t, StringComparison.Ordinal));
    }

    [Fact]
    public void No_rank_takes_two_lines()
    {
        const int Customers = 12_000; // twice as many as a month's query returns at any scale
        var customer = ReportFixture.Month().Customers[0];
        using var pdf = Open(ReportFixture.Month() with { Customers = [.. Enumerable.Repeat(customer, Customers)] });
        var pages = pdf.GetPages().Select(LinesBelowNumberSign).Where(lines => lines.Count > 0).ToList();
        Assert.Equal(Enumerable.Range(1, Customers).Select(rank => $"{rank}"), pages.SelectMany(lines => lines));
        // Each full page has the same number of rows.
        Assert.Single(pages.Skip(1).SkipLast(1).Select(lines => lines.Count).Distinct());
    }

    [Fact]
    public void The_chart_has_a_bar_for_every_day_high_as_its_value()
    {
        var month = ReportFixture.Month();
        using var pdf = Open(month);
        var values = month.Lines.GroupBy(l => l.Day).Select(d => (double)d.Sum(l => l.Revenue)).ToList();
        var bars = pdf.GetPage(1).Paths
            .Where(p => p.IsFilled)
            .Select(p => p.GetBoundingRectangle())
            .OfType<UglyToad.PdfPig.Core.PdfRectangle>()
            .Where(r => r.Width is > 5 and < 20 && r.Height > 20).OrderBy(r => r.Left).ToList();
        Assert.Equal(31, bars.Count);
        Assert.All(
            bars.Zip(values),
            pair => Assert.Equal(pair.Second / values.Max(), pair.First.Height / bars.Max(b => b.Height), 0.01));
        Assert.Single(bars.Select(b => Math.Round(b.Bottom, 1)).Distinct());
    }

    [Fact]
    public void The_same_data_gives_the_same_bytes() =>
        Assert.Equal(
            Renderer.Render(SalesReport.Build(ReportFixture.Month())),
            Renderer.Render(SalesReport.Build(ReportFixture.Month())));

    [Fact]
    public void One_kobo_gives_other_bytes()
    {
        var month = ReportFixture.Month();
        var first = month.Lines[0] with { Revenue = month.Lines[0].Revenue + 0.01m };
        var other = month with { Lines = [first, .. month.Lines.Skip(1)] };
        Assert.NotEqual(Renderer.Render(SalesReport.Build(month)), Renderer.Render(SalesReport.Build(other)));
    }

    [Theory]
    [InlineData("Zoë Müller-Nuñez", "ZoëMüller-Nuñez")]
    [InlineData("Chloé O’Brien & Søn", "ChloéO’Brien&Søn")]
    [InlineData("(back\\slash) 100 % <b>", "(back\\slash)100%<b>")]
    [InlineData("", null)]
    [InlineData("tab\tline\nend\u0000\u0007", "tablineend")]
    [InlineData("Ọláńrewájú Ṣadé", null)]
    [InlineData("₦aira 漢字 עברית 👩🏽‍💻", null)]
    [InlineData("half \ud83d a pair", null)]
    public void Odd_characters_never_stop_a_report(string name, string? read)
    {
        using var pdf = Open(ReportFixture.Month(new SalesCustomer(7, name, "Lagos", 1, 4_321_987.65m)));
        var text = string.Concat(pdf.GetPages().Select(Text));
        Assert.Contains("4,321,987.65", text, StringComparison.Ordinal);
        if (read is not null) Assert.Contains(read + "Lagos", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_month_says_so()
    {
        using var pdf = Open(ReportFixture.Empty);
        Assert.Equal(1, pdf.NumberOfPages);
        Assert.Contains("Noordersinthismonth.", Text(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.Contains("February2025", Text(pdf.GetPage(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Oluwaseun Adebayo-Nwachukwu Gbadamosi Ekwueme the Third of Port Harcourt, Import and Export, Wholesale")]
    [InlineData("DonaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaftOfLagosAndIbadan")]
    public void A_long_name_is_whole_and_stays_in_its_column(string name)
    {
        using var pdf = Open(ReportFixture.Month(new SalesCustomer(7, name, "Lagos", 1, 4_321_987.65m)));
        var page = pdf.GetPages().Single(p => Text(p).Contains("4,321,987.65", StringComparison.Ordinal));
        Assert.Contains(
            name.Replace(" ", "", StringComparison.Ordinal) + "Lagos", Text(page), StringComparison.Ordinal);
        Assert.All(page.Letters, l => Assert.InRange(l.BoundingBox.Right, 0, page.Width));
    }

    [Fact]
    public void An_endless_name_is_cut()
    {
        using var pdf = Open(
            ReportFixture.Month(new SalesCustomer(7, new string('W', 50_000), "Lagos", 1, 4_321_987.65m)));
        Assert.Contains(
            new string('W', SalesReport.LongestName - 1) + "…Lagos",
            string.Concat(pdf.GetPages().Select(Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_render_at_once()
    {
        var expected = Renderer.Render(SalesReport.Build(ReportFixture.Month()));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Renderer.Render(SalesReport.Build(ReportFixture.Month())), TestContext.Current.CancellationToken)));
        Assert.All(all, bytes => Assert.Equal(expected, bytes));
    }

    private static PdfDocument Open(SalesMonth month) => PdfDocument.Open(Renderer.Render(SalesReport.Build(month)));

    // Engines divide text into runs and lines differently, so only the letters and their order are compared.
    private static string Text(UglyToad.PdfPig.Content.Page page) =>
        string.Concat(page.Letters.Select(l => l.Value)).Replace(" ", "", StringComparison.Ordinal);

    // The column "#", line by line. It is aligned to the right, like its header.
    private static List<string> LinesBelowNumberSign(UglyToad.PdfPig.Content.Page page) =>
        page.Letters.FirstOrDefault(letter => letter.Value == "#") is { } sign
            ? [.. page.Letters
                .Where(letter => letter.StartBaseLine.Y < sign.StartBaseLine.Y - 1
                && letter.EndBaseLine.X < sign.EndBaseLine.X + 1)
                .GroupBy(letter => Math.Round(letter.StartBaseLine.Y))
                .Select(line => string.Concat(line.Select(letter => letter.Value)))]
            : [];

    private static string LineRow(SalesLine l) => string.Create(
        CultureInfo.InvariantCulture,
        $"{l.Day:yyyy-MM-dd}{l.City.Replace(" ", "", StringComparison.Ordinal)}"
            + $"{l.Orders:N0}{l.Items:N0}{l.Delivered:N0}{l.Lost:N0}{l.Revenue:N2}");

    private static string CustomerRow(SalesCustomer c) => string.Create(
        CultureInfo.InvariantCulture,
        $"{c.Id}{(c.Name + c.City).Replace(" ", "", StringComparison.Ordinal)}{c.Orders:N0}{c.Revenue:N2}");
}
