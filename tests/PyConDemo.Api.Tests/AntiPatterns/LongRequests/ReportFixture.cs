using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>
/// A month like those of the seeded data, with 31 days and 16 cities. It has fewer customers, so that the tests are
/// fast. All rows are different.
/// </summary>
internal static class ReportFixture
{
    private static readonly string[] Cities =
    [
        "Lagos", "Abuja", "Ibadan", "Kano", "Port Harcourt", "Benin City", "Kaduna", "Enugu",
        "Abeokuta", "Jos", "Ilorin", "Aba",
        "Owerri", "Warri", "Uyo", "Calabar",
    ];

    public static SalesMonth Month(params SalesCustomer[] first) => new(
        new DateOnly(2025, 3, 1),
        [.. Enumerable.Range(0, 31 * 16).Select(i => new SalesLine(
            new DateOnly(2025, 3, 1).AddDays(i / 16), Cities[i % 16],
            90 + i % 7, 210 + i % 11, 60 + i % 5, i % 4, 1_250_000.25m + i * 997))],
        [.. first, .. Enumerable.Range(1, 100).Select(i => new SalesCustomer(
            i, $"Customer No{i} Okafor", Cities[i % 16], 3 + i % 5, 900_000.50m - i * 1_013))]);

    public static SalesMonth Empty { get; } = new(new DateOnly(2025, 2, 1), [], []);
}
