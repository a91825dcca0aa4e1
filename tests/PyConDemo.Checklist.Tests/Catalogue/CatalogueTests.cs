using System.Globalization;
using System.Text;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Tries the rules on many shapes of code: no false alarm, and no miss that is called healthy.</summary>
[Collection(Alone.Name)] // some shapes are about time
public sealed class CatalogueTests(TestDatabase db, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    // A route's first requests don't count for its time, and three rules look at the latest five requests or more.
    private const int Requests = 7;

    // A busy database may not return a plan in time. Then the next request asks again.
    private const int MostRequests = 30;

    [Fact]
    public async Task Every_shape_gets_the_right_states()
    {
        var shapes = Shapes.All;
        Assert.Equal(shapes.Count, shapes.Select(s => s.Name).Distinct().Count());
        await using var app = await CatalogueApp.StartAsync(db, shapes);
        var (wrong, table) = (new List<string>(), new CatalogueTable());
        foreach (var shape in shapes)
        {
            if (shape.Skip is not null)
            {
                output.WriteLine($"{shape.Name} was skipped: {shape.Skip}");
                continue;
            }
            var route = await Try(app, shape);
            foreach (var result in route.Rules)
            {
                var expected = shape.Expected[result.Rule];
                table.Add(result.Rule, expected, result.State);
                if (result.State == expected && (expected != HealthState.NotSeen || result.Note is { Length: > 20 }))
                    continue;
                wrong.Add($"{shape.Name}: {result.Rule} is {result.State}, not {expected}, because {shape.Why}\n"
                    + $"    {result.Note} {result.Finding}");
            }
            table.Add(shape, route.Observations);
            if (IsObserved(shape, route)) continue;
            wrong.Add($"{shape.Name}: {shape.Observed ?? "nothing"} is worth an observation, because {shape.Why}\n"
                + $"    Observed: {string.Join("\n", route.Observations)}");
        }
        output.WriteLine(table.ToString());
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        // With the shapes that need PgBouncer, the table has other numbers.
        if (shapes.All(s => s.Skip is null)) Assert.Contains(table.ToString(), ReadmeText(), StringComparison.Ordinal);
        Assert.Contains($"drive {shapes.Count} endpoints", ReadmeText(), StringComparison.Ordinal);
    }

    private static async Task<RouteHealth> Try(CatalogueApp app, CatalogueShape shape)
    {
        for (var i = 0; i < Requests || (i < MostRequests && MissesPlan(shape, Result())); i++)
            await app.CallAsync(shape);
        return Result();

        RouteHealth Result()
        {
            var route = app.Routes.SingleOrDefault(r => r.Method == shape.Method && r.Route == shape.Route);
            Assert.True(route is not null, $"'{shape.Name}' has no route {shape.Method} {shape.Route}. There are:\n"
                + string.Join("\n", app.Routes.Select(r => $"{r.Method} {r.Route}").Except(Names)));
            return route;
        }
    }

    private static IEnumerable<string> Names => Shapes.All.Select(s => $"{s.Method} {s.Route}");

    // An observation doesn't say that it misses a plan.
    private static bool MissesPlan(CatalogueShape shape, RouteHealth route)
        => route.Rules.Any(r => r.Note == PlanAnswer.NotYet.WhyNot)
            || (shape.Observed is not null && route.Observations.Count == 0);

    private static bool IsObserved(CatalogueShape shape, RouteHealth route)
        => route.Observations.Select(o => o.Kind).SequenceEqual(shape.Observed is { } kind ? [kind] : []);

    private static string ReadmeText()
        => File.ReadAllText(Path.Combine(Repository.Root, "src/PyConDemo.Checklist/README.md"));
}

/// <summary>Counts, rule by rule, how often the checklist was right.</summary>
public sealed class CatalogueTable
{
    private const string AlsoSeen = "also seen"; // no rule, but the column beside them

    private readonly Dictionary<(string Rule, HealthState Expected, HealthState Actual), int> _counts = [];

    public void Add(string rule, HealthState expected, HealthState actual)
        => _counts[(rule, expected, actual)] = _counts.GetValueOrDefault((rule, expected, actual)) + 1;

    /// <summary>Adds what was observed beside the rules. An observation that is absent claims nothing.</summary>
    public void Add(CatalogueShape shape, IReadOnlyList<Observation> observations)
    {
        var expected = shape switch
        {
            { Observed: not null } => HealthState.Unhealthy,
            { Unobserved: true } => HealthState.NotSeen,
            _ => HealthState.Healthy,
        };
        var absent = expected == HealthState.NotSeen ? HealthState.NotSeen : HealthState.Healthy;
        Add(AlsoSeen, expected, observations.Count > 0 ? HealthState.Unhealthy : absent);
    }

    /// <summary>The table as Markdown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("| Rule | Found | Missed | False alarms | Rightly healthy | Not seen |\n");
        text.Append("|---|---|---|---|---|---|\n");
        foreach (var rule in HealthRules.All.Append(AlsoSeen))
        {
            var found = Count(rule, HealthState.Unhealthy, HealthState.Unhealthy);
            var missed = Count(rule, HealthState.Unhealthy, HealthState.Healthy)
                + Count(rule, HealthState.NotSeen, HealthState.Healthy);
            var alarms = Count(rule, HealthState.Healthy, HealthState.Unhealthy)
                + Count(rule, HealthState.NotSeen, HealthState.Unhealthy);
            var healthy = Count(rule, HealthState.Healthy, HealthState.Healthy);
            var notSeen = HealthStates.Sum(expected => Count(rule, expected, HealthState.NotSeen));
            var name = rule == AlsoSeen ? $"*{rule}*" : $"`{rule}`";
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {found} | {missed} | {alarms} | {healthy} | ")
                .Append(CultureInfo.InvariantCulture, $"{notSeen} |\n");
        }
        return text.ToString();
    }

    private static readonly HealthState[] HealthStates = Enum.GetValues<HealthState>();

    private int Count(string rule, HealthState expected, HealthState actual)
        => _counts.GetValueOrDefault((rule, expected, actual));
}
